using System.Text.Json;
using Phr.Consent.Consents;
using Phr.Tests.Support;

namespace Phr.Tests.Consent;

/// <summary>The example Consents of FHIR R4. They were written for other policies, so each is compiled or refused at a place.</summary>
public sealed class OfficialConsentsTest
{
    [SkippableFact]
    public void Every_example_of_R4_is_compiled_or_refused_at_a_place()
    {
        var folder = SharedFolder.Find("hl7-r4-instances");
        Skip.If(folder is null, "shared/data/hl7-r4-instances is not beside this checkout.");
        var files = Directory.GetFiles(folder, "Consent-*.json");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            using var consent = JsonDocument.Parse(File.ReadAllBytes(file));
            var (meaning, refusal) = ConsentMeaning.Of(consent.RootElement, Consents.Now, Consents.Find);
            Assert.True(meaning is null != (refusal is null));
            Assert.StartsWith("Consent.", refusal?.Place ?? "Consent.", StringComparison.Ordinal);
        }
    }
}
