using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Phr.Conformance.Terminology;
using Phr.Planets.Http;
using Phr.Planets.Validation;
using Phr.Platform;

namespace Phr.Planets.Terminology;

/// <summary>
/// <c>CodeSystem/$subsumes</c>, of the type and of an instance, GET and POST: whether one code is broader than another. R4
/// codesystem-operation-subsumes.html.
/// </summary>
internal static class Subsumes
{
    private static readonly string[] Parameters = ["codeA", "codeB", "codingA", "codingB", "system", "version"];

    public static void Map(IEndpointRouteBuilder fhir)
    {
        foreach (var path in (string[])["/CodeSystem/$subsumes", "/CodeSystem/{id}/$subsumes"])
            fhir.MapMethods(path, [HttpMethods.Get, HttpMethods.Post], Handle);
    }

    private static async Task<IResult> Handle(HttpContext http, ServerRulebook rulebook, CancellationToken ct)
    {
        var read = await TerminologyQuestion.Read(http, "CodeSystem", rulebook, Parameters, ct);
        if (read.IsRefused(out var refusal))
            return FhirJson.Refused(refusal);
        using var question = read.Value;
        if (Code(question, "A") is not { } a || Code(question, "B") is not { } b)
            return FhirJson.Refused(new Refusal(RefusalKind.Invalid, "Two codes or codings are needed.", "codeA", "required"));
        var canonical = question.Id is null && question.Input.Text("system") is null && a.System is { } own
            ? own : question.Canonical("system", "version");
        if (canonical.IsRefused(out refusal))
            return FhirJson.Refused(refusal);
        var url = canonical.Value.Split('|')[0];
        if ((a.System ?? url) != url || (b.System ?? url) != url)
            return FhirJson.Refused(new Refusal(RefusalKind.Invalid, "The two codes are not of one system.", "codingB", "invalid"));
        return Hierarchy.Compare(question.Store, canonical.Value, a.Code, b.Code) is { } outcome
            ? WrittenJson.Parameters(json => json.Part("outcome", "valueCode", Name(outcome)))
            : FhirJson.Refused(new Refusal(RefusalKind.NotFound, "The code system or one of the codes is not known here.", "system",
                "not-found"));
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
