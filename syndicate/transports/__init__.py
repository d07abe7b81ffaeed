"""The ways out of the house: mail, pushes and jobs, each with a fake that keeps the same contract."""
