"""Training of Phr's risk model: token arrays in, ONNX graphs out. See ../README.md."""
