"""The road to membership: candidacies in stages, plans against results, transfers, badges of Party age."""
