using NpgsqlTypes;
using Phr.Fhir;
using Phr.Fhir.Definitions;
using Phr.Fhir.Indexing;
using Phr.Platform;
using Phr.Platform.Database;

namespace Phr.Planets.Search.Custom;

/// <summary>
/// A search parameter that the site defines by an active SearchParameter resource, or that comes in a package. R4 searchparameter.html.
/// </summary>
/// <param name="Id">Of the resource.</param>
/// <param name="Name">Of the index: id and version of the resource, or package and id. Another version is another index.</param>
public sealed record CustomParameter(string Id, string Name, CustomExpression Expression)
{
    public const int ExpressionCharactersMax = 2_000;

    private static readonly SearchParameterType[] Kinds =
    [
        SearchParameterType.Token, SearchParameterType.Reference, SearchParameterType.Date, SearchParameterType.String,
        SearchParameterType.Uri, SearchParameterType.Number, SearchParameterType.Quantity,
    ];

    public SearchParameter Definition => Expression.Parameter;

    /// <summary>Of search.parameter, once it is followed.</summary>
    public int Number { get; init; }

    /// <summary>Name and version of the package that it comes in; null of one that the record holds.</summary>
    public string? Package { get; init; }

    public FollowedIndex Index => new CustomIndex(this);

    internal Binding Binding => new("custom", Number, NpgsqlDbType.Integer);

    public bool IsOf(string type) => Definition.Bases.Any(known => known.Name == type);

    /// <summary>Reads a definition; null where it is not active, refused where it is and cannot be followed.</summary>
    /// <param name="name">What its index is called.</param>
    public static Answer<CustomParameter?> Read(Element resource, string id, string name)
    {
        if (resource.Child("status").Text != "active")
            return (CustomParameter?)null;
        var (url, code, expression) = (resource.Child("url").Text, resource.Child("code").Text, resource.Child("expression").Text);
        if (url is null || code is null || expression is null)
            return Refused("An active SearchParameter has a url, a code and an expression.", "SearchParameter", "required");
        if (!IsCode(code))
            return Refused("The code of a SearchParameter consists of letters, digits and hyphens and begins with a letter.", "SearchParameter.code");
        if (expression.Length > ExpressionCharactersMax)
            return Refused($"An expression has at most {ExpressionCharactersMax} characters.", "SearchParameter.expression", "too-long");
        if (!Enum.TryParse<SearchParameterType>(resource.Child("type").Text, ignoreCase: true, out var kind) || !Kinds.Contains(kind))
            return Refused("This server follows no SearchParameter of this type.", "SearchParameter.type", "not-supported");
        var bases = Types(resource, "base");
        if (bases is null || bases.Count == 0)
            return Refused("The base of a SearchParameter is resource types, not abstract.", "SearchParameter.base");
        if (Types(resource, "target") is not { } targets || kind == SearchParameterType.Reference && targets.Count == 0)
            return Refused("A reference SearchParameter names its target types.", "SearchParameter.target");
        if (R4.SearchParameters.Any(known => known.Url == url))
            return Refused("R4 defines a search parameter with this url.", "SearchParameter.url", "duplicate");
        if (SearchUnions.IsUnion(code) || bases.Any(type => SearchParameters.Find(type.Name, code) is not null))
            return Refused("R4 has a search parameter with this code already.", "SearchParameter.code", "duplicate");
        var (compiled, fault) = CustomExpression.Compile(new SearchParameter(url, code, kind, expression, bases, targets, []));
        return compiled is null ? Refused(fault!, "SearchParameter.expression") : new CustomParameter(id, name, compiled);
    }

    /// <summary>Why it cannot stand beside another one; null where it can.</summary>
    public Refusal? Conflict(CustomParameter other)
    {
        if (other.Id == Id && other.Package is null && Package is null)
            return null;
        if (other.Definition.Url == Definition.Url)
            return Refused("Another SearchParameter has this url.", "SearchParameter.url", "duplicate");
        return other.Definition.Code == Definition.Code && other.Definition.Bases.Intersect(Definition.Bases).Any()
            ? Refused("Another SearchParameter of the same type has this code.", "SearchParameter.code", "duplicate")
            : null;
    }

    private static bool IsCode(string code) =>
        code.Length <= 64 && char.IsAsciiLetter(code[0]) && code.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static IReadOnlyList<FhirType>? Types(Element resource, string name)
    {
        var types = new List<FhirType>();
        foreach (var element in resource.Children(name))
        {
            if (element.Text is not { } text || ResourceTypes.Find(text) is null)
                return null;
            types.Add(R4.Type(text)!);
        }
        return types;
    }

    private static Refusal Refused(string reason, string place, string code = "invalid") => new(RefusalKind.Unprocessable, reason, place, code);
}
