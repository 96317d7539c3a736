using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Phr.Conformance.Definitions;
using Phr.Conformance.Terminology;
using Phr.Planets.Http;
using Phr.Platform;

namespace Phr.Planets.Terminology;

/// <summary>
/// <c>CodeSystem/$validate-code</c> and <c>ValueSet/$validate-code</c>, of the type and of an instance, GET and POST: whether a code is
/// one of it, and its display one of the code's. R4 codesystem-operation-validate-code.html, valueset-operation-validate-code.html.
/// </summary>
internal static class ValidateCode
{
    private static readonly TerminologyOperation OfSystem = new("CodeSystem", "$validate-code", OfInstance: true,
        ["url", "codeSystem", "code", "version", "display", "coding", "codeableConcept", "abstract", "displayLanguage"]);

    private static readonly TerminologyOperation OfSet = new("ValueSet", "$validate-code", OfInstance: true,
    [
        "url", "valueSet", "valueSetVersion", "code", "system", "systemVersion", "display", "coding", "codeableConcept", "abstract",
        "displayLanguage",
    ]);

    private static readonly CodeCheckResult NotOfSystem = new(Membership.No, null, false, false, null);

    public static void Map(IEndpointRouteBuilder fhir)
    {
        TerminologyQuestion.Map(fhir, OfSystem, AnswerSystem);
        TerminologyQuestion.Map(fhir, OfSet, AnswerSet);
    }

    private static Answer<Action<Utf8JsonWriter>> AnswerSystem(TerminologyQuestion question)
    {
        var codes = question.Codes(systemName: null);
        if (codes.IsRefused(out var refusal))
            return refusal;
        if (question.Input.Value("codeSystem") is { Exists: true, Type.Name: "CodeSystem" } inline)
        {
            var sent = CodeSystem.Read(inline);
            return Best(codes.Value.Select(code => code.System is { } own && own != sent.Url
                ? NotOfSystem : CodeCheck.InSystem(sent, code.Code, code.Display)));
        }
        // A Coding says its system itself.
        var canonical = question.Id is null && question.Input.Text("url") is null && codes.Value[0].System is { } system
            ? system : question.Canonical("url", "version");
        if (canonical.IsRefused(out refusal))
            return refusal;
        var (url, version) = Canonical.Parse(canonical.Value);
        if (Grammar.Of(url) is null && question.Store.CodeSystem(canonical.Value) is null)
            return new Refusal(RefusalKind.NotFound, "This code system is not known here.", "url", "not-found");
        var check = new CodeCheck(question.Store);
        return Best(codes.Value.Select(code => code.System is { } own && own != url
            ? NotOfSystem : check.InSystem(url, version, code.Code, code.Display)));
    }

    private static Answer<Action<Utf8JsonWriter>> AnswerSet(TerminologyQuestion question)
    {
        var codes = question.Codes("system");
        if (codes.IsRefused(out var refusal))
            return refusal;
        var set = Expand.SetAsked(question);
        if (set.IsRefused(out refusal))
            return refusal;
        if (question.Store.UnknownFilter(set.Value) is { } fault)
            return TerminologyQuestion.RefusalOf(fault);
        var check = new CodeCheck(question.Store);
        return Best(codes.Value.Select(code => check.InValueSet(set.Value, code.System, code.Code, code.Display)));
    }

    // Of a CodeableConcept one coding has to be in it.
    private static Action<Utf8JsonWriter> Best(IEnumerable<CodeCheckResult> results)
    {
        var all = results.ToList();
        var best = all.OrderByDescending(result => result.Membership == Membership.Yes && !result.WrongDisplay)
            .ThenByDescending(result => result.Membership == Membership.Yes).First();
        var isValid = best is { Membership: Membership.Yes, WrongDisplay: false };
        return json =>
        {
            json.Part("result", isValid);
            json.Part("message", "valueString", Message(best));
            json.Part("display", "valueString", best.Display);
            json.Part("version", "valueString", best.Version);
        };
    }

    private static string? Message(CodeCheckResult result) => result switch
    {
        { Membership: Membership.No } => "The code is not one of these. / このコードは含まれていません。",
        { Membership: Membership.Unknown } => "It cannot be told: the codes of its system are not known here. / コード体系がここにないため判定できません。",
        { WrongDisplay: true } => "The display is none of the code's. / 表示名がコードのものではありません。",
        { IsInactive: true } => "The code is no longer in use. / このコードは現在使われていません。",
        _ => null,
    };
}
