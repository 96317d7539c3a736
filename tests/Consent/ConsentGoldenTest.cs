using System.Text.Json;
using System.Text.Json.Nodes;
using Phr.Consent.Consents;

namespace Phr.Tests.Consent;

/// <summary>
/// A file a consent: what it states and what follows. The <c>pcf-</c> files state what the examples of IHE PCF 1.1 do. With
/// <c>PHR_GOLDEN=write</c> the second half is written anew, to be looked at.
/// </summary>
public sealed class ConsentGoldenTest
{
    private static readonly JsonSerializerOptions Layout = new(ConsentMeaning.Json) { WriteIndented = true };

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Folder(), "*.json").Select(path => Path.GetFileNameWithoutExtension(path)!).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_consent_means_what_its_golden_file_says(string name)
    {
        var path = Path.Combine(Folder(), name + ".json");
        var file = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        var consent = Consents.With(
            file["provision"]!, (string?)file["scope"] ?? "patient-privacy", (string?)file["category"]);

        file["meaning"] = JsonSerializer.SerializeToNode(Consents.Meaning(consent), Layout);

        var actual = file.ToJsonString(Layout) + "\n";
        if (Environment.GetEnvironmentVariable("PHR_GOLDEN") == "write")
            File.WriteAllText(path, actual);
        Assert.Equal(File.ReadAllText(path), actual);
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Phr.sln")))
            folder = folder.Parent;
        return Path.Combine(folder.FullName, "tests", "Consent", "Golden");
    }
}
