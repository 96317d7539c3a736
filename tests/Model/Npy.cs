using System.Runtime.InteropServices;

namespace Phr.Tests.Model;

/// <summary>Reads back the values of a NumPy file.</summary>
internal static class Npy
{
    public static T[] Read<T>(string path)
        where T : unmanaged
    {
        var bytes = File.ReadAllBytes(path);
        Assert.Equal("NUMPY", System.Text.Encoding.ASCII.GetString(bytes, 1, 5));
        var header = BitConverter.ToUInt16(bytes, 8);
        return MemoryMarshal.Cast<byte, T>(bytes.AsSpan(10 + header)).ToArray();
    }
}
