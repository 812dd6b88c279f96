"""Pure rules: standard library only, explicit days, integers and fractions, results with reasons."""
