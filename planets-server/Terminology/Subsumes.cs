using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Phr.Conformance.Terminology;
using Phr.Planets.Http;
using Phr.Platform;

namespace Phr.Planets.Terminology;

/// <summary>
/// <c>CodeSystem/$subsumes</c>, of the type and of an instance, GET and POST: whether one code is broader than another. R4
/// codesystem-operation-subsumes.html.
/// </summary>
internal static class Subsumes
{
    private static readonly TerminologyOperation Operation = new(
        "CodeSystem", "$subsumes", OfInstance: true, ["codeA", "codeB", "codingA", "codingB", "system", "version"]);

    public static void Map(IEndpointRouteBuilder fhir) => TerminologyQuestion.Map(fhir, Operation, Answer);

    private static Answer<Action<Utf8JsonWriter>> Answer(TerminologyQuestion question)
    {
        if (Code(question, "A") is not { } a || Code(question, "B") is not { } b)
            return new Refusal(RefusalKind.Invalid, "Two codes or codings are needed.", "codeA", "required");
        var canonical = question.Id is null && question.Input.Text("system") is null && a.System is { } own
            ? own : question.Canonical("system", "version");
        if (canonical.IsRefused(out var refusal))
            return refusal;
        var url = canonical.Value.Split('|')[0];
        if ((a.System ?? url) != url || (b.System ?? url) != url)
            return new Refusal(RefusalKind.Invalid, "The two codes are not of one system.", "codingB", "invalid");
        if (Hierarchy.Compare(question.Store, canonical.Value, a.Code, b.Code) is not { } outcome)
            return new Refusal(RefusalKind.NotFound, "The code system or one of the codes is not known here.", "system", "not-found");
        return (Action<Utf8JsonWriter>)(json => json.Part("outcome", "valueCode", Name(outcome)));
    }

    private static AskedCode? Code(TerminologyQuestion question, string letter) =>
        question.Input.Text("code" + letter) is { } code ? new(null, code, null)
        : question.Input.Value("coding" + letter) is { Exists: true } coding ? AskedCode.Of(coding)
        : null;

    private static string Name(Subsumption outcome) => outcome switch
    {
        Subsumption.Equivalent => "equivalent",
        Subsumption.Subsumes => "subsumes",
        Subsumption.SubsumedBy => "subsumed-by",
        _ => "not-subsumed",
    };
}
