namespace Phr.Fhir.Graph.Syntax;

/// <summary>Reads a query. GraphQL (October 2021), section 2; definitions of types are refused.</summary>
internal sealed class GraphParser
{
    private readonly GraphLexer _lexer;
    private GraphToken _token;
    private int _depth;

    private GraphParser(string text)
    {
        _lexer = new GraphLexer(text);
        _token = _lexer.Next();
    }

    /// <exception cref="GraphStop">It is no query, or too long or deep.</exception>
    public static DocumentNode Parse(string text) => text.Length <= GraphLimits.TextCharactersMax
        ? new GraphParser(text).Document()
        : throw GraphStop.At(new(1, 1), $"A query has at most {GraphLimits.TextCharactersMax} characters.", "too-long");

    private DocumentNode Document()
    {
        var (operations, fragments) = (new List<OperationNode>(), new Dictionary<string, FragmentNode>(StringComparer.Ordinal));
        do
        {
            if (!IsName("fragment"))
                operations.Add(Operation());
            else if (Fragment() is var fragment && !fragments.TryAdd(fragment.Name, fragment))
                throw GraphStop.At(fragment.Place, "There are two fragments with this name.");
        }
        while (_token.Kind != TokenKind.End);
        return new DocumentNode(operations, fragments);
    }

    private OperationNode Operation()
    {
        var place = _token.Place;
        if (IsSign("{"))
            return new("query", null, [], [], Selections(), place);
        if (_token is not { Kind: TokenKind.Name, Text: "query" or "mutation" or "subscription" })
            throw Unexpected("a query");
        var kind = Name("a query");
        var name = _token.Kind == TokenKind.Name ? Name("a name") : null;
        return new(kind, name, IsSign("(") ? Many("(", ")", Variable) : [], Directives(), Selections(), place);
    }

    private FragmentNode Fragment()
    {
        var place = Take().Place;
        if (IsName("on"))
            throw Unexpected("the name of a fragment");
        var name = Name("the name of a fragment");
        if (!IsName("on"))
            throw Unexpected("on");
        Take();
        var type = Name("a type");
        Directives();
        return new(name, type, Selections(), place);
    }

    private VariableNode Variable()
    {
        var place = _token.Place;
        Expect("$");
        var name = Name("the name of a variable");
        Expect(":");
        var type = Type();
        var isRequired = TakeSign("!");
        var given = TakeSign("=") ? Value(isConstant: true) : null;
        Directives();
        return new(name, type, isRequired, given, place);
    }

    private string Type()
    {
        using var _ = Deeper();
        if (!TakeSign("["))
            return Name("a type");
        var item = Type();
        TakeSign("!");
        Expect("]");
        return $"[{item}]";
    }

    private List<SelectionNode> Selections()
    {
        using var _ = Deeper();
        return Many("{", "}", Selection);
    }

    private SelectionNode Selection()
    {
        var place = _token.Place;
        if (!TakeSign("..."))
            return Field(place);
        if (_token.Kind == TokenKind.Name && !IsName("on"))
            return new SelectionNode.Spread(Name("a fragment"), Directives(), place);
        string? type = null;
        if (IsName("on"))
        {
            Take();
            type = Name("a type");
        }
        return new SelectionNode.Inline(type, Directives(), Selections(), place);
    }

    private SelectionNode.Field Field(GraphPlace place)
    {
        var key = Name("a field");
        var name = TakeSign(":") ? Name("a field") : key;
        // The specification of FHIR writes a search of everything with empty parentheses.
        var arguments = IsSign("(") ? Many("(", ")", Argument, mayBeEmpty: true) : [];
        return new(key, name, arguments, Directives(), IsSign("{") ? Selections() : [], place);
    }

    private List<DirectiveNode> Directives()
    {
        var directives = new List<DirectiveNode>();
        while (IsSign("@"))
        {
            var place = Take().Place;
            directives.Add(new(Name("a directive"), IsSign("(") ? Many("(", ")", Argument) : [], place));
        }
        return directives;
    }

    private ArgumentNode Argument()
    {
        var place = _token.Place;
        var name = Name("an argument");
        Expect(":");
        return new(name, Value(isConstant: false), place);
    }

    private GraphValue Value(bool isConstant)
    {
        using var _ = Deeper();
        if (IsSign("["))
            return new GraphValue.List(Many("[", "]", () => Value(isConstant), mayBeEmpty: true));
        if (IsSign("{"))
        {
            Many("{", "}", Argument, mayBeEmpty: true);
            return new GraphValue.Object();
        }
        if (!isConstant && IsSign("$"))
        {
            var place = Take().Place;
            return new GraphValue.Variable(Name("the name of a variable"), place);
        }
        var token = _token.Kind is TokenKind.End or TokenKind.Sign ? throw Unexpected("a value") : Take();
        return token switch
        {
            { Kind: TokenKind.Name, Text: "null" } => new GraphValue.Null(),
            { Kind: TokenKind.Name, Text: "true" or "false" } => new GraphValue.Scalar(token.Text, ScalarKind.Boolean),
            _ => new GraphValue.Scalar(token.Text, token.Kind switch
            {
                TokenKind.Integer => ScalarKind.Integer,
                TokenKind.Decimal => ScalarKind.Decimal,
                TokenKind.Name => ScalarKind.Name,
                _ => ScalarKind.Text,
            }),
        };
    }

    private List<T> Many<T>(string open, string close, Func<T> one, bool mayBeEmpty = false)
    {
        Expect(open);
        var many = new List<T>();
        while (!IsSign(close))
            many.Add(one());
        if (many.Count == 0 && !mayBeEmpty)
            throw Unexpected("something inside");
        Take();
        return many;
    }

    private string Name(string what) => _token.Kind == TokenKind.Name ? Take().Text : throw Unexpected(what);

    private bool IsName(string name) => _token.Kind == TokenKind.Name && _token.Text == name;

    private bool IsSign(string sign) => _token.Kind == TokenKind.Sign && _token.Text == sign;

    private bool TakeSign(string sign)
    {
        if (!IsSign(sign))
            return false;
        Take();
        return true;
    }

    private void Expect(string sign)
    {
        if (!TakeSign(sign))
            throw Unexpected($"'{sign}'");
    }

    private GraphToken Take()
    {
        var token = _token;
        _token = _lexer.Next();
        return token;
    }

    private GraphStop Unexpected(string wanted) => GraphStop.At(_token.Place, $"Here {wanted} is expected.", "structure");

    private Level Deeper() => ++_depth <= GraphLimits.DepthMax
        ? new(this)
        : throw GraphStop.At(_token.Place, $"A query goes at most {GraphLimits.DepthMax} levels deep.", "too-costly");

    private readonly struct Level(GraphParser parser) : IDisposable
    {
        public void Dispose() => parser._depth--;
    }
}
