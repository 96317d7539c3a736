using System.Text.Json;
using Phr.Fhir.Units;
using Phr.Tests.Support;

namespace Phr.Tests.FhirPath;

public sealed class UnitsOfRealDataTest
{
    [SkippableFact]
    public void Every_unit_of_the_common_units_of_R4_is_read()
    {
        var file = SharedFolder.Find("hl7-r4-core/package/ValueSet-ucum-common.json");
        Skip.If(file is null, "../shared/data is not here");

        using var valueSet = JsonDocument.Parse(File.ReadAllBytes(file!));
        var codes = valueSet.RootElement.GetProperty("compose").GetProperty("include").EnumerateArray()
            .SelectMany(include => include.GetProperty("concept").EnumerateArray())
            .Select(concept => concept.GetProperty("code").GetString()!).ToArray();

        Assert.True(codes.Length > 1_000);
        Assert.All(codes, code => Assert.True(Ucum.TryParse(code, out _, out var error), error));
    }
}
