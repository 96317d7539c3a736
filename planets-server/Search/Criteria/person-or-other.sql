(s.tokens && @others or s.tokens @> @present and s.stream = any (array(
