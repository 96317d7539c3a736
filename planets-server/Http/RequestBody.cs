using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Phr.Planets.Http;

/// <summary>Bodies of requests, read whole.</summary>
public static class RequestBody
{
    /// <summary>The body, whole. Kestrel has bounded it.</summary>
    public static async Task<ReadOnlyMemory<byte>> Body(this HttpRequest request, CancellationToken ct) =>
        (await request.Body(int.MaxValue, ct))!.Value;

    /// <summary>The body, whole; null where it has more bytes, which ends the reading.</summary>
    public static async Task<ReadOnlyMemory<byte>?> Body(this HttpRequest request, int bytesMax, CancellationToken ct)
    {
        if (request.ContentLength > bytesMax)
            return null;
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(ct);
            if (read.Buffer.Length > bytesMax)
                return null;
            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return bytes;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
