s.tokens && @tokens
