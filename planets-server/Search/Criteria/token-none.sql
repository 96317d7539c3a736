not s.tokens && @tokens
