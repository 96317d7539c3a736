using System.Globalization;
using Phr.Fhir;
using Phr.Platform;

namespace Phr.Planets.Operations.Stats;

/// <summary>What <c>$stats</c> is asked (R4 observation-operation-stats.html).</summary>
/// <param name="Codes">Of Observations, as a token search has them; statistics are of each by itself.</param>
/// <param name="From">When it was measured, as a date search has it; null for any time.</param>
/// <param name="Included">How many of the Observations themselves the answer holds.</param>
public sealed record StatsCall(
    string Subject, IReadOnlyList<string> Codes, IReadOnlyList<string> Statistics, string? From, string? To, int Included)
{
    /// <summary>Codes of one call.</summary>
    public const int CodesMax = 20;

    /// <summary>Observations that one answer includes.</summary>
    public const int IncludedMax = 1_000;

    private const int HoursMax = 24 * 366 * 150;

    public static Answer<StatsCall> Read(OperationInput input, TimeProvider clock)
    {
        if (input.Unfit(["subject", "system", "duration", "period", "include", "limit"], "code", "coding", "statistic") is { } unfit)
            return unfit;
        if (input.Find("subject")?.Text?.Split('/') is not ["Patient", { Length: > 0 } patient])
            return Missing("'subject' is a reference to a Patient here.", "subject");
        var codes = CodesOf(input);
        if (codes.Count is 0 or > CodesMax)
            return Missing($"1 to {CodesMax} codes are asked for, as 'code' with 'system', or as 'coding'.", "code");
        var statistics = Many(input, "statistic").SelectMany(text => text.Split(',')).Distinct().ToList();
        if (statistics.Count == 0 || statistics.Exists(code => !Stats.Statistics.Codes.ContainsKey(code)))
            return Missing($"'statistic' is one of {string.Join(", ", Stats.Statistics.Codes.Keys)}.", "statistic");
        var limit = IncludedMax;
        if (input.Find("limit") is { } limited && (!int.TryParse(limited.Text, NumberStyles.None, CultureInfo.InvariantCulture, out limit)
            || limit is 0 or > IncludedMax))
            return limited.Wrong($"'limit' is a number from 1 to {IncludedMax}.");
        var isIncluded = input.IsTrue("include");
        if (isIncluded.IsRefused(out var refusal))
            return refusal;
        var call = new StatsCall(patient, codes, statistics, null, null, isIncluded.Value ? limit : 0);
        return call.Within(input, clock);
    }

    private Answer<StatsCall> Within(OperationInput input, TimeProvider clock)
    {
        var (duration, period) = (input.Find("duration"), input.Find("period"));
        if (duration is not null && period is not null)
            return duration.Wrong("There is either a duration or a period.");
        if (period is { Value: var of })
        {
            return of.Type?.Name == "Period"
                ? this with { From = of.Child("start").Text, To = of.Child("end").Text }
                : period.Wrong("'period' is a Period.");
        }
        if (duration is null)
            return this;
        return decimal.TryParse(duration.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var hours)
            && hours is > 0 and <= HoursMax
            ? this with { From = Text(clock.GetUtcNow().AddHours(-(double)hours)) }
            : duration.Wrong("'duration' is a number of hours.");
    }

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static List<string> CodesOf(OperationInput input)
    {
        var system = input.Find("system")?.Text;
        return
        [
            .. Many(input, "code").SelectMany(text => text.Split(','))
                .Select(code => system is null || code.Contains('|', StringComparison.Ordinal) ? code : $"{system}|{code}"),
            .. input.Parameters.Where(parameter => parameter.Name == "coding").Select(Token),
        ];
    }

    private static string Token(OperationParameter coding) => coding.Value.Exists
        ? $"{coding.Value.Child("system").Text}|{coding.Value.Child("code").Text}"
        : coding.Text ?? "";

    private static IEnumerable<string> Many(OperationInput input, string name) =>
        input.Parameters.Where(parameter => parameter.Name == name && parameter.Text is not null).Select(parameter => parameter.Text!);

    private static Refusal Missing(string reason, string name) => new(RefusalKind.Invalid, reason, $"http.{name}", "required");
}
