using System.Buffers.Binary;
using System.Text;

namespace Phr.EventLog;

/// <summary>
/// The canonical encoding of an event's header, as the chain hashes it. A stored format: tests/EventLog/golden holds
/// a sample. Numbers are big-endian. In order: format 1 (1 byte) ‖ position (8) ‖ stream (8) ‖ sequence (4) ‖ kind
/// (1) ‖ version (4) ‖ recorded time in microseconds since 1970 (8) ‖ event time (1 byte 0, or 1 and 8 bytes) ‖ type
/// ‖ id ‖ agent ‖ client ‖ source ‖ purpose (each 2 bytes of length and UTF-8) ‖ key id of a stream that this event
/// founds (1 byte 0, or 1 and 16 bytes) ‖ length of the sealed body (4).
/// </summary>
internal static class EventHeader
{
    private const byte Format = 1;

    /// <summary>Longest encoding.</summary>
    public const int BytesMax = 1 + 8 + 8 + 4 + 1 + 4 + 8 + 9 + (6 * 2) + NewEvent.TypeBytesMax + NewEvent.IdBytesMax
        + (4 * Origin.TextBytesMax) + 1 + KeyId.Bytes + 4;

    /// <summary>The origin's part, which many events share.</summary>
    public static byte[] Encode(Origin origin)
    {
        Span<byte> buffer = stackalloc byte[4 * (2 + Origin.TextBytesMax)];
        var rest = WriteText(buffer, origin.Agent);
        rest = WriteText(rest, origin.Client);
        rest = WriteText(rest, origin.Source);
        rest = WriteText(rest, origin.Purpose);
        return buffer[..^rest.Length].ToArray();
    }

    /// <param name="target">Of at least <see cref="BytesMax"/>.</param>
    /// <param name="originPart">From <see cref="Encode(Origin)"/>.</param>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> target, in HeaderFields fields, ReadOnlySpan<byte> originPart)
    {
        target[0] = Format;
        BinaryPrimitives.WriteInt64BigEndian(target[1..], fields.Position);
        BinaryPrimitives.WriteInt64BigEndian(target[9..], fields.Stream.Value);
        BinaryPrimitives.WriteInt32BigEndian(target[17..], fields.Sequence);
        target[21] = (byte)fields.Kind;
        BinaryPrimitives.WriteInt32BigEndian(target[22..], fields.Version);
        BinaryPrimitives.WriteInt64BigEndian(target[26..], fields.RecordedTime.UnixMicroseconds());
        var rest = WriteEventTime(target[34..], fields.EventTime);
        rest = WriteText(rest, fields.Type);
        rest = WriteText(rest, fields.Id);
        originPart.CopyTo(rest);
        rest = WriteKey(rest[originPart.Length..], fields.FoundedKey);
        BinaryPrimitives.WriteInt32BigEndian(rest, fields.SealedBytes);
        return target.Length - rest.Length + 4;
    }

    private static Span<byte> WriteEventTime(Span<byte> target, DateTimeOffset? eventTime)
    {
        target[0] = eventTime is null ? (byte)0 : (byte)1;
        if (eventTime is not { } instant)
            return target[1..];
        BinaryPrimitives.WriteInt64BigEndian(target[1..], instant.UnixMicroseconds());
        return target[9..];
    }

    private static Span<byte> WriteKey(Span<byte> target, KeyId? key)
    {
        target[0] = key is null ? (byte)0 : (byte)1;
        if (key is not { } id)
            return target[1..];
        id.Write(target[1..]);
        return target[(1 + KeyId.Bytes)..];
    }

    private static Span<byte> WriteText(Span<byte> target, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text, target[2..]);
        BinaryPrimitives.WriteUInt16BigEndian(target, checked((ushort)bytes));
        return target[(2 + bytes)..];
    }
}

/// <summary>What the header of an event says, but for its origin.</summary>
/// <param name="FoundedKey">Id of the stream's key, on the event that founds the stream.</param>
internal readonly record struct HeaderFields(
    long Position, StreamId Stream, int Sequence, EventKind Kind, string Type, string Id, int Version,
    DateTimeOffset? EventTime, DateTimeOffset RecordedTime, KeyId? FoundedKey, int SealedBytes);
