using System.Buffers.Binary;
using System.Security.Cryptography;
using Phr.Model.Scoring;
using Phr.Model.Tokens;

namespace Phr.Model.People;

/// <summary>
/// SHA-256 of the first steps of a record as the model sees them: a stored state may be taken up where the record before it is, to the
/// last bit, the one that it was made from.
/// </summary>
internal static class StepsDigest
{
    private const int StepBytes = 27;

    /// <param name="counts">Ascending, none beyond the number of steps.</param>
    public static IReadOnlyList<byte[]> At(IReadOnlyList<ModelEvent> steps, IReadOnlyList<int> counts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var digests = new List<byte[]>(counts.Count);
        Span<byte> bytes = stackalloc byte[StepBytes];
        var at = 0;
        foreach (var count in counts)
        {
            for (; at < count; at++)
            {
                Write(bytes, steps[at]);
                hash.AppendData(bytes);
            }
            digests.Add(hash.GetCurrentHash());
        }
        return digests;
    }

    private static void Write(Span<byte> bytes, in ModelEvent step)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes, step.Token);
        (bytes[4], bytes[5], bytes[6]) = ((byte)step.Type, (byte)step.Source, step.HasValue ? (byte)1 : (byte)0);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[7..], step.Visit);
        BinaryPrimitives.WriteDoubleLittleEndian(bytes[11..], step.Day);
        BinaryPrimitives.WriteSingleLittleEndian(bytes[19..], step.DeltaDays);
        BinaryPrimitives.WriteSingleLittleEndian(bytes[23..], step.Value);
    }
}
