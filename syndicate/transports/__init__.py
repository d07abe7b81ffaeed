"""The ways out of the house: mail and pushes, each with a fake that keeps the same contract."""
