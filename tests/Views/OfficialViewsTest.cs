using System.Text.Json.Nodes;
using Phr.Tests.Support;

namespace Phr.Tests.Views;

/// <summary>The official cases of SQL on FHIR, as far as they are here.</summary>
public sealed class OfficialViewsTest
{
    public static TheoryData<string> Files()
    {
        var files = new TheoryData<string>();
        foreach (var file in SharedFolder.Find("fhir-test-cases/sql-on-fhir") is { } folder ? Directory.GetFiles(folder, "*.json") : [])
        {
            if (Path.GetFileName(file) != "manifest.json")
                files.Add(Path.GetFileName(file));
        }
        if (files.Count == 0)
            files.Add("");
        return files;
    }

    [SkippableTheory]
    [MemberData(nameof(Files))]
    public void Each_gives_the_rows_or_the_fault_that_it_expects(string file)
    {
        Skip.If(file.Length == 0, "There is no ../shared/data/fhir-test-cases/sql-on-fhir.");
        var suite = JsonNode.Parse(File.ReadAllText(Path.Join(SharedFolder.Find("fhir-test-cases/sql-on-fhir"), file)))!;
        foreach (var one in suite["tests"]!.AsArray())
        {
            var title = one!["title"]!.GetValue<string>();
            var (rows, fault) = ViewCase.Run(one["view"]!, suite["resources"]!.AsArray().OfType<JsonNode>());
            if (one["expectError"]?.GetValue<bool>() == true)
            {
                Assert.True(fault is not null, $"{title}: no fault");
                continue;
            }
            Assert.True(fault is null, $"{title}: {fault}");
            if (one["expect"] is JsonArray expected)
                Assert.Equal($"{title}\n{Sorted(expected)}", $"{title}\n{Sorted(rows!)}");
            if (one["expectCount"] is { } count)
                Assert.Equal(count.GetValue<int>(), rows!.Count);
            if (one["expectColumns"] is JsonArray columns)
            {
                var names = ViewCase.Read(one["view"]!).View!.Columns.Select(column => column.Name);
                Assert.Equal(columns.Select(name => name!.GetValue<string>()), names);
            }
        }
    }

    // In any order (unionAll: "without a guarantee that row ordering will be preserved").
    private static string Sorted(JsonArray rows) => string.Join('\n', rows.Select(ViewCase.Plain).Order());
}
