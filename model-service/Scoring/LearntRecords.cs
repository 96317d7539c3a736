using System.Text.Json;

namespace Phr.Model.Scoring;

/// <summary>Which records of a site's own people a model learnt from, and how they were read (<c>learnt.json</c>).</summary>
/// <param name="DatasetSha256">Of the MEDS data set.</param>
/// <param name="HasOwnSplits">Whether the data set said who is held out; where it does not, a hash of the subject's number does.</param>
/// <param name="FollowedYears">Years after the last entry for which a person counted as observed; null: until the data set ended.</param>
public sealed record LearntRecords(string DatasetSha256, bool HasOwnSplits, double? FollowedYears)
{
    public const string FileName = "learnt.json";

    /// <exception cref="InvalidDataException">It says nothing of the kind.</exception>
    public static LearntRecords Load(byte[] stored)
    {
        try
        {
            return JsonSerializer.Deserialize<LearntRecords>(stored, JsonSerializerOptions.Web) is { DatasetSha256: not null } learnt
                ? learnt
                : throw new InvalidDataException($"{FileName} names no data set.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{FileName} does not say what was learnt from.", e);
        }
    }

    public byte[] Store() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);
}
