using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Phr.Tests.Record;

namespace Phr.Tests.Search;

/// <summary>Forms, and pages from link to link.</summary>
internal static class SearchPages
{
    public static string? Next(JsonObject bundle) => bundle["link"]!.AsArray()
        .FirstOrDefault(link => link!["relation"]!.GetValue<string>() == "next")?["url"]!.GetValue<string>();

    /// <summary>Ids of the matches of a page and of all behind it.</summary>
    public static async Task<IReadOnlyList<string>> From(HttpClient http, JsonObject page)
    {
        var ids = new List<string>(People.Ids(page));
        while (Next(page) is { } next)
        {
            page = await http.Search(next);
            ids.AddRange(People.Ids(page));
        }
        return ids;
    }

    public static async Task<(HttpStatusCode Status, JsonObject Body)> Form(this HttpClient http, string path, string form)
    {
        using var content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject());
    }
}
