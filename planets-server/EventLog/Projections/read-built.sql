select name, version from {schema}.inline_projection
