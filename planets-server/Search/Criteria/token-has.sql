s.tokens @> @tokens
