using Microsoft.AspNetCore.Http;
using Phr.Fhir;
using Phr.Fhir.Structure;
using Phr.Planets.Http;
using Phr.Planets.Search;
using Phr.Platform;

namespace Phr.Planets.Operations;

/// <summary>One parameter of an operation.</summary>
/// <param name="Text">Of a primitive value; of a reference what it refers to; null of everything else.</param>
/// <param name="Place">FHIRPath in the Parameters; <c>http.name</c> of a query.</param>
/// <param name="Value">Of a Parameters resource, <c>value[x]</c> or <c>resource</c>; <c>default</c> of a query.</param>
public sealed record OperationParameter(string Name, string? Text, string Place, Element Value)
{
    /// <summary>Of a Parameters resource, the whole parameter.</summary>
    public Element Whole { get; init; }

    /// <summary>The primitive value of a part; null where there is none.</summary>
    public string? Part(string name)
    {
        if (!Whole.Exists)
            return null;
        foreach (var part in Whole.Children("part"))
        {
            if (part.Child("name").Text == name)
                return part.Child("value").Text;
        }
        return null;
    }

    /// <summary>A refusal about this parameter.</summary>
    public Refusal Wrong(string reason) => new(RefusalKind.Invalid, reason, Place, "invalid");
}

/// <summary>
/// What an operation is called with: the query, and of a POST the Parameters resource that is its body (R4 operations.html#executing).
/// Values are valid until it is disposed.
/// </summary>
public sealed class OperationInput : IDisposable
{
    /// <summary>Parameters of one call, those of the query included.</summary>
    public const int ParametersMax = 1_000;

    private readonly FhirDocument? _document;

    private OperationInput(IReadOnlyList<OperationParameter> parameters, FhirDocument? document) =>
        (Parameters, _document) = (parameters, document);

    /// <summary>In the order sent, those of the query first; format parameters are left out.</summary>
    public IReadOnlyList<OperationParameter> Parameters { get; }

    /// <summary>The Parameters resource that was sent; nothing of a call by its address alone.</summary>
    public Element Sent => _document?.Root is { Type.Name: "Parameters" } sent ? sent : default;

    /// <summary>The first of a name, or null.</summary>
    public OperationParameter? Find(string name) => Parameters.FirstOrDefault(parameter => parameter.Name == name);

    /// <summary>A boolean; false where it is not there, refused where it is neither true nor false.</summary>
    public Answer<bool> IsTrue(string name) => Find(name) switch
    {
        null or { Text: "false" } => false,
        { Text: "true" } => true,
        var other => other.Wrong($"'{name}' is true or false."),
    };

    /// <summary>Why a parameter is not taken: it is none of these, or comes more often than it may; null where all are.</summary>
    /// <param name="once">Those whose maximum is 1.</param>
    /// <param name="repeated">All others.</param>
    public Refusal? Unfit(ReadOnlySpan<string> once, params ReadOnlySpan<string> repeated)
    {
        foreach (var parameter in Parameters)
        {
            if (!once.Contains(parameter.Name) && !repeated.Contains(parameter.Name))
                return parameter.Wrong("This is not a parameter of the operation.") with { Code = "not-supported" };
        }
        return Again(once);
    }

    /// <summary>Why one of these that comes a second time is not taken: which of the two was meant is not for a server to guess.</summary>
    public Refusal? Again(params ReadOnlySpan<string> once)
    {
        foreach (var parameter in Parameters)
        {
            if (once.Contains(parameter.Name) && !ReferenceEquals(Find(parameter.Name), parameter))
                return parameter.Wrong("The operation takes this parameter once.");
        }
        return null;
    }

    /// <param name="sole">Type of the only resource among the parameters, <c>resource</c>: it may be the body by itself.</param>
    public static async Task<Answer<OperationInput>> Read(HttpRequest request, CancellationToken ct, string? sole = null)
    {
        var parameters = SearchQuery.Pairs(request.QueryString.Value ?? "")
            .Where(pair => pair.Key is not ("_format" or "_pretty"))
            .Select(pair => new OperationParameter(pair.Key, pair.Value, $"http.{Bounded(pair.Key)}", default)).ToList();
        var body = HttpMethods.IsPost(request.Method) ? await request.Body(ct) : default;
        if (request.Formats(hasBody: !body.IsEmpty) is { } format)
            return format;
        if (body.IsEmpty)
            return Bounded(parameters) is { } many ? many : new OperationInput(parameters, null);
        var parsed = FhirDocument.Parse(body);
        if (Fault(parsed, sole) is { } fault)
        {
            parsed.Document?.Dispose();
            return fault;
        }
        var root = parsed.Document!.Root;
        if (root.Type!.Name == sole)
            parameters.Add(new OperationParameter("resource", null, sole, root));
        foreach (var parameter in root.Children("parameter"))
            parameters.Add(Of(parameter));
        if (Bounded(parameters) is not { } tooMany)
            return new OperationInput(parameters, parsed.Document);
        parsed.Document.Dispose();
        return tooMany;
    }

    public void Dispose() => _document?.Dispose();

    private static OperationParameter Of(Element parameter)
    {
        var value = parameter.Child("value") is { Exists: true } typed ? typed : parameter.Child("resource");
        var text = value.Type?.Name == "Reference" ? value.Child("reference").Text : value.Text;
        return new OperationParameter(parameter.Child("name").Text!, text, parameter.Path(), value) { Whole = parameter };
    }

    private static Refusal? Fault(ParseResult parsed, string? sole)
    {
        if (parsed.IsValid)
        {
            return parsed.Document!.Root.Type!.Name is var type && (type == "Parameters" || type == sole)
                ? null
                : new Refusal(RefusalKind.Invalid, "An operation takes a Parameters resource.", "resourceType", "invalid");
        }
        var issue = parsed.Issues.First(issue => issue.Severity == IssueSeverity.Error);
        return new Refusal(
            parsed.Document is null ? RefusalKind.Invalid : RefusalKind.Unprocessable, issue.English, issue.Expression, issue.Code);
    }

    private static Refusal? Bounded(List<OperationParameter> parameters) => parameters.Count <= ParametersMax
        ? null
        : new Refusal(RefusalKind.TooLarge, $"An operation is called with at most {ParametersMax} parameters.", null, "too-costly");

    private static string Bounded(string name) => WholeText.Beginning(name, 64);
}
