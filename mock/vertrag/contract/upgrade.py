def upgraded(tree): return tree
