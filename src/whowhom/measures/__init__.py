"""What histories recorded, and the numbers that are made of it: for fits, comparisons and claims alike."""
