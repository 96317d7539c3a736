using System.Text.Json;

namespace Phr.Model.Assessments;

/// <summary>Mean probability of one task at its own horizon, in a band of ages.</summary>
/// <param name="AgeFrom">First year of a band of <see cref="PeerRisks.BandYears"/>.</param>
/// <param name="People">Moments of asking that the mean was taken over.</param>
public sealed record PeerRisk(string Task, string Sex, int AgeFrom, double Probability, int People);

/// <summary>
/// What the model answers on average for people of the same sex and age: a comparison in the same unit.
/// </summary>
public sealed class PeerRisks(IReadOnlyList<PeerRisk> bands)
{
    public const int BandYears = 5;

    /// <summary>A mean over fewer moments is not shown.</summary>
    public const int PeopleMin = 30;

    public const string FileName = "peers.json";

    public static PeerRisks None { get; } = new([]);

    public IReadOnlyList<PeerRisk> Bands => bands;

    /// <exception cref="InvalidDataException">Not a table of peers.</exception>
    public static PeerRisks Load(byte[] stored)
    {
        try
        {
            var bands = JsonSerializer.Deserialize<IReadOnlyList<PeerRisk?>>(stored, JsonSerializerOptions.Web) ?? [];
            return bands.All(band => band is { Task: not null, Probability: >= 0 and <= 1, People: >= 0, AgeFrom: >= 0 })
                ? new PeerRisks(bands!)
                : throw new InvalidDataException($"{FileName} has a mean that is no probability, or of no task, people or age.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{FileName} is not a table of peers.", e);
        }
    }

    /// <summary>Without those of some tasks.</summary>
    public PeerRisks Without(IEnumerable<string> tasks) => new([.. bands.Where(band => !tasks.Contains(band.Task))]);

    public byte[] Store() => JsonSerializer.SerializeToUtf8Bytes(bands, JsonSerializerOptions.Web);

    /// <summary>Null where sex is not recorded or too few people of that age were seen.</summary>
    public double? Of(string task, string? sex, double ageYears)
    {
        var band = (int)(ageYears / BandYears) * BandYears;
        foreach (var peer in bands)
        {
            if (peer.Task == task && peer.Sex == sex && peer.AgeFrom == band && peer.People >= PeopleMin)
                return peer.Probability;
        }
        return null;
    }
}
