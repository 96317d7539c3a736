 or s.type = @type and s.tokens @> @tokens
