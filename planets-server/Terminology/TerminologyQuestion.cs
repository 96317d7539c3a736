using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Conformance;
using Phr.Conformance.Terminology;
using Phr.Fhir;
using Phr.Planets.Http;
using Phr.Planets.Operations;
using Phr.Planets.Validation;
using Phr.Platform;
using Phr.Platform.Identity;

namespace Phr.Planets.Terminology;

/// <summary>
/// What the terminology operations have in common: a token that may read the type, parameters, and the rulebook of the moment.
/// Definitions are about nobody, so no consent stands before them.
/// </summary>
internal sealed record TerminologyQuestion(Rulebook Rules, OperationInput Input, string Type, string? Id) : IDisposable
{
    public TerminologyStore Store => Rules.Terminology;

    /// <summary>An operation by GET and POST.</summary>
    /// <param name="answer">Gives what writes the properties of the answer.</param>
    public static void Map(
        IEndpointRouteBuilder fhir, TerminologyOperation operation, Func<TerminologyQuestion, Answer<Action<Utf8JsonWriter>>> answer)
    {
        fhir.MapMethods($"/{operation.Type}/{operation.Name}", [HttpMethods.Get, HttpMethods.Post], Handle);
        if (operation.OfInstance)
            fhir.MapMethods($"/{operation.Type}/{{id}}/{operation.Name}", [HttpMethods.Get, HttpMethods.Post], Handle);

        async Task<IResult> Handle(HttpContext http, ServerRulebook rulebook, CancellationToken ct)
        {
            var read = await Read(http, operation, rulebook, ct);
            if (read.IsRefused(out var refusal))
                return FhirJson.Refused(refusal);
            using var question = read.Value;
            var answered = answer(question);
            if (answered.IsRefused(out refusal))
                return FhirJson.Refused(refusal);
            return operation.Answer == "Parameters"
                ? WrittenJson.Parameters(answered.Value) : WrittenJson.Resource(operation.Answer, answered.Value);
        }
    }

    private static async Task<Answer<TerminologyQuestion>> Read(
        HttpContext http, TerminologyOperation operation, ServerRulebook rulebook, CancellationToken ct)
    {
        var type = operation.Type;
        if (!http.Caller().Permissions.For(type, ScopeAccess.Read).Everything)
            return new Refusal(RefusalKind.Forbidden, $"The scopes of this token do not permit to read {type}.", null, "forbidden");
        var input = await OperationInput.Read(http.Request, ct);
        if (input.IsRefused(out var refusal))
            return refusal;
        if (input.Value.Unfit([.. operation.Parameters], operation.Repeated) is { } unfit)
        {
            input.Value.Dispose();
            return unfit;
        }
        return new TerminologyQuestion(await rulebook.Current(ct), input.Value, type, http.Request.RouteValues["id"] as string);
    }

    /// <summary>The canonical URL that is asked about: that of the instance, or the parameter <paramref name="name"/>.</summary>
    /// <param name="versionName">The parameter that names its version.</param>
    public Answer<string> Canonical(string name, string versionName)
    {
        if (Id is not null)
        {
            // The codes of a code system are told apart by its URL; of all else two may have the same.
            return Rules.Library.Find(Type, $"{Type}/{Id}") is { } own
                ? Type == "CodeSystem" ? own.Url : $"{Type}/{Id}"
                : new Refusal(RefusalKind.NotFound, $"No such {Type} is here.", null, "not-found");
        }
        if (Input.Text(name) is not { } url)
            return new Refusal(RefusalKind.Invalid, $"Which {Type}: the parameter {name} is missing.", name, "required");
        return Input.Text(versionName) is { } version && !url.Contains('|', StringComparison.Ordinal) ? $"{url}|{version}" : url;
    }

    /// <summary>The codes asked about: of <c>code</c>, <c>coding</c> and <c>codeableConcept</c>, of which one has to be given.</summary>
    /// <param name="systemName">The parameter that names the system of <c>code</c>; null where that is otherwise known.</param>
    public Answer<IReadOnlyList<AskedCode>> Codes(string? systemName)
    {
        if (Input.Text("code") is { } code)
        {
            return new AskedCode[]
            {
                new(systemName is null ? null : Input.Text(systemName), code, Input.Text("display")),
            };
        }
        if (Input.Value("coding") is { Exists: true } coding && AskedCode.Of(coding) is { } one)
            return new[] { one };
        if (Input.Value("codeableConcept") is { Exists: true } concept)
        {
            var codes = new List<AskedCode>();
            foreach (var each in concept.Children("coding"))
                if (AskedCode.Of(each) is { } asked)
                    codes.Add(asked);
            if (codes.Count > 0)
                return codes;
        }
        return new Refusal(RefusalKind.Invalid, "A code, coding or codeableConcept with a code is needed.", "code", "required");
    }

    /// <summary>A fault of terminology in terms of HTTP.</summary>
    public static Refusal RefusalOf(TerminologyFault fault) => new(
        fault.Code == "not-found" ? RefusalKind.NotFound : RefusalKind.Unprocessable, fault.English, null, fault.Code);

    public void Dispose() => Input.Dispose();
}

/// <param name="Name">With its dollar sign.</param>
/// <param name="OfInstance">Whether it is one of an instance too.</param>
internal sealed record TerminologyOperation(string Type, string Name, bool OfInstance, IReadOnlyCollection<string> Parameters)
{
    /// <summary>Further parameters, which may come several times.</summary>
    public string[] Repeated { get; init; } = [];

    /// <summary>The type of the resource that it answers with.</summary>
    public string Answer { get; init; } = "Parameters";
}

/// <summary>A code that a caller asks about.</summary>
internal readonly record struct AskedCode(string? System, string Code, string? Display)
{
    public static AskedCode? Of(Element coding) =>
        coding.Child("code").Text is { } code ? new(coding.Child("system").Text, code, coding.Child("display").Text) : null;
}
