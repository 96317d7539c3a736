(s.tokens @> @present and s.stream = any (array(
