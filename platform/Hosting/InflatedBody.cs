using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Phr.Platform.Hosting;

/// <summary>
/// Request bodies that are packed (RFC 9110 §8.4): slices see them inflated, as they read them. The limit of a body holds for both, what is
/// sent and what it becomes, so a bomb is 413 before it is in memory; what is no sound gzip is 400, any other coding 415.
/// </summary>
internal static class InflatedBody
{
    /// <summary>As middleware, behind routing: an endpoint may have a limit of its own.</summary>
    public static Task Take(HttpContext http, RequestDelegate next)
    {
        var request = http.Request;
        var coding = request.Headers.ContentEncoding.ToString().Trim();
        if (coding.Length == 0 || http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
            return next(http);
        if (!IsGzip(coding) && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            // RFC 9110 §12.5.3: what would be taken.
            http.Response.Headers.AcceptEncoding = "gzip";
            return Task.CompletedTask;
        }
        request.Headers.Remove(HeaderNames.ContentEncoding);
        if (!IsGzip(coding))
            return next(http);
        request.Body = new Inflating(request.Body, http.Features.Get<IHttpMaxRequestBodySizeFeature>());
        request.ContentLength = null;
        return next(http);
    }

    // RFC 9110 §8.4.1.3: x-gzip is the same.
    private static bool IsGzip(string coding) => coding.ToLowerInvariant() is "gzip" or "x-gzip";

    private sealed class Inflating(Stream packed, IHttpMaxRequestBodySizeFeature? limit) : ForwardStream
    {
        private readonly SoundGzip _gzip = new(packed, leaveOpen: true);
        private long _bytes;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            try
            {
                var read = await _gzip.ReadAsync(buffer, cancellationToken);
                _bytes += read;
                return _bytes <= (limit?.MaxRequestBodySize ?? long.MaxValue) ? read
                    : throw new BadHttpRequestException("The body inflates to more than its limit.", StatusCodes.Status413PayloadTooLarge);
            }
            catch (InvalidDataException unsound)
            {
                throw new BadHttpRequestException("The body is not sound gzip.", StatusCodes.Status400BadRequest, unsound);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _gzip.Dispose();
            base.Dispose(disposing);
        }
    }
}
