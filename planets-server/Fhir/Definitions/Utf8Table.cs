using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Phr.Fhir.Definitions;

/// <summary>A map from UTF-8 names to values that is filled once and then only read, by bytes and without a string:
/// every JSON property name of every resource is looked up here. Open addressing, at most half full.</summary>
internal sealed class Utf8Table<T> where T : class
{
    private readonly Slot[] slots;
    private readonly uint mask;

    public Utf8Table(IReadOnlyCollection<KeyValuePair<string, T>> entries)
    {
        slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, entries.Count * 2))];
        mask = (uint)slots.Length - 1;
        foreach (var (name, value) in entries)
            Add(Encoding.UTF8.GetBytes(name), value);
    }

    /// <summary>The value of a name, or null.</summary>
    public T? Find(ReadOnlySpan<byte> name)
    {
        var hash = Hash(name);
        for (var i = (int)(hash & mask); slots[i].Name is { } candidate; i = (int)((i + 1) & mask))
            if (slots[i].Hash == hash && name.SequenceEqual(candidate))
                return slots[i].Value;
        return null;
    }

    private void Add(byte[] name, T value)
    {
        var hash = Hash(name);
        var i = (int)(hash & mask);
        while (slots[i].Name is not null)
            i = (int)((i + 1) & mask);
        slots[i] = new Slot(name, hash, value);
    }

    // The first and last eight bytes and the length tell the names of one type apart; equality is checked after.
    private static uint Hash(ReadOnlySpan<byte> name)
    {
        ulong head = 0, tail = 0;
        if (name.Length >= sizeof(ulong))
        {
            head = BinaryPrimitives.ReadUInt64LittleEndian(name);
            tail = BinaryPrimitives.ReadUInt64LittleEndian(name[^sizeof(ulong)..]);
        }
        else if (name.Length >= sizeof(uint))
        {
            head = BinaryPrimitives.ReadUInt32LittleEndian(name);
            tail = BinaryPrimitives.ReadUInt32LittleEndian(name[^sizeof(uint)..]);
        }
        else
        {
            foreach (var b in name)
                head = head << 8 | b;
        }
        unchecked
        {
            var mixed = (head + (uint)name.Length) * 0x9E3779B97F4A7C15UL ^ tail * 0xC2B2AE3D27D4EB4FUL;
            mixed ^= mixed >> 29;
            return (uint)(mixed ^ mixed >> 32);
        }
    }

    private readonly record struct Slot(byte[]? Name, uint Hash, T? Value);
}
