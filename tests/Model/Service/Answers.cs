using System.Text.Json;

namespace Phr.Tests.Model.Service;

/// <summary>What tests look at in the service's answers.</summary>
internal static class Answers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Task Until(Func<bool> holds) => Until(() => Task.FromResult(holds()));

    public static async Task Until(Func<Task<bool>> holds)
    {
        var begun = DateTime.UtcNow;
        while (!await holds())
        {
            Assert.True(DateTime.UtcNow - begun < Patience, "It did not happen.");
            await Task.Delay(20);
        }
    }

    public static IEnumerable<string> Outcomes(JsonElement answer) =>
        answer.GetProperty("risks").EnumerateArray().Select(risk => risk.GetProperty("outcome").GetString()!);

    public static string Assessment(JsonElement answer, string outcome) => answer.GetProperty("risks").EnumerateArray()
        .Single(risk => risk.GetProperty("outcome").GetString() == outcome).GetProperty("assessment").GetString()!;

    public static IEnumerable<string> Evidence(JsonElement risk) => risk.GetProperty("drivers").EnumerateArray()
        .SelectMany(driver => driver.GetProperty("evidence").EnumerateArray()).Select(entry => entry.GetString()!);

    public static List<double> Probabilities(JsonElement answer) =>
        [.. answer.GetProperty("risks").EnumerateArray().OrderBy(risk => risk.GetProperty("outcome").GetString(), StringComparer.Ordinal)
            .SelectMany(risk => (double[])[risk.GetProperty("probability").GetDouble(), risk.GetProperty("aYearAgo").GetDouble()])];

    /// <summary>All that a person sees of the answers, but what they would link to.</summary>
    public static string Shown(JsonElement answer) => string.Join('\n', answer.GetProperty("risks").EnumerateArray().Select(risk =>
        $"{risk.GetProperty("outcome")} {risk.GetProperty("probability")} {risk.GetProperty("aYearAgo")} {risk.GetProperty("text")} "
        + string.Join(',', risk.GetProperty("drivers").EnumerateArray().Select(driver => $"{driver.GetProperty("group")}"))));

    public static void AssertClose(List<double> expected, List<double> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 5));
    }
}
