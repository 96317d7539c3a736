using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Phr.Conformance.Terminology;
using Phr.Planets.Http;
using Phr.Platform;

namespace Phr.Planets.Terminology;

/// <summary>
/// <c>ConceptMap/$translate</c>, of the type and of an instance, GET and POST: what a code is in another system, by one map or
/// by all that fit.
/// R4 conceptmap-operation-translate.html.
/// </summary>
internal static class Translate
{
    private static readonly TerminologyOperation Operation = new("ConceptMap", "$translate", OfInstance: true,
    [
        "url", "conceptMap", "conceptMapVersion", "code", "system", "version", "source", "coding", "codeableConcept", "target",
        "targetsystem", "reverse",
    ]);

    public static void Map(IEndpointRouteBuilder fhir) => TerminologyQuestion.Map(fhir, Operation, Answer);

    private static Answer<Action<Utf8JsonWriter>> Answer(TerminologyQuestion question)
    {
        var codes = question.Codes("system");
        if (codes.IsRefused(out var refusal))
            return refusal;
        var found = Found(question, codes.Value);
        return found.IsRefused(out refusal) ? refusal : (Action<Utf8JsonWriter>)(json => Write(json, found.Value));
    }

    private static Answer<IReadOnlyList<Translation>> Found(TerminologyQuestion question, IReadOnlyList<AskedCode> codes)
    {
        var input = question.Input;
        var queries = codes.Select(code => new TranslationQuery(
            code.System, code.Code, input.Text("source"), input.Text("target"), input.Text("targetsystem"),
                input.Flag("reverse") ?? false));
        var translator = new Translator(question.Store);
        if (input.Value("conceptMap") is { Exists: true, Type.Name: "ConceptMap" } inline)
        {
            var sent = ConceptMap.Read(inline);
            return queries.SelectMany(query => translator.Translate(sent, query)).ToList();
        }
        if (question.Id is null && input.Text("url") is null)
            return queries.SelectMany(translator.Translate).ToList();
        var canonical = question.Canonical("url", "conceptMapVersion");
        if (canonical.IsRefused(out var refusal))
            return refusal;
        return question.Store.ConceptMap(canonical.Value) is { } map
            ? queries.SelectMany(query => translator.Translate(map, query)).ToList()
            : new Refusal(RefusalKind.NotFound, "This concept map is not known here.", "url", "not-found");
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<Translation> translations)
    {
        var isFound = translations.Any(translation => translation.IsMatch);
        json.Part("result", isFound);
        if (!isFound)
            json.Part("message", "valueString", "No concept map says the same. / 対応するコードがありません。");
        foreach (var translation in translations)
            json.Parts("match", () =>
            {
                json.Part("equivalence", "valueCode", translation.Equivalence);
                json.Coding("concept", translation.System, translation.Code, translation.Display);
                foreach (var product in translation.Product)
                    json.Parts("product", () =>
                    {
                        json.Part("element", "valueUri", product.Property);
                        json.Coding("concept", product.System, product.Value, product.Display);
                    });
                json.Part("source", "valueUri", translation.MapUrl);
            });
    }
}
