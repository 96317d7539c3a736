using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Phr.Planets.Http;

/// <summary><c>_pretty=true</c>: answers in JSON with a line for each element, for a person to read. R4 http.html#pretty.</summary>
public static class PrettyAnswer
{
    /// <summary>As middleware, around all that answer in JSON.</summary>
    public static async Task Take(HttpContext http, RequestDelegate next)
    {
        if (!IsAsked(http.Request))
        {
            await next(http);
            return;
        }
        var plain = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        await using var lines = new Lines(http.Response, plain.Stream);
        var answer = new StreamResponseBodyFeature(lines, plain);
        http.Features.Set<IHttpResponseBodyFeature>(answer);
        try
        {
            await next(http);
            // Writing nothing would begin an answer that the outer edge gives a body to.
            if (answer.Writer.UnflushedBytes > 0)
                await answer.Writer.FlushAsync(http.RequestAborted);
        }
        finally
        {
            http.Features.Set(plain);
        }
    }

    private static bool IsAsked(HttpRequest request) =>
        request.QueryString.Value?.Contains("_pretty=true", StringComparison.Ordinal) == true && request.Query["_pretty"] == "true"
        && request.Path.StartsWithSegments("/fhir") && !XmlAnswer.IsAsked(request);

    /// <summary>Passes JSON on as it comes, with line breaks; anything else as it is.</summary>
    private sealed class Lines(HttpResponse response, Stream to) : Stream
    {
        private readonly ArrayBufferWriter<byte> _broken = new();
        private bool? _isJson;
        private int _depth;
        private bool _isText;
        private bool _isEscaped;
        private bool _isJustOpened;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!(_isJson ??= response.ContentType == FhirJson.ContentType))
            {
                await to.WriteAsync(buffer, cancellationToken);
                return;
            }
            if (!response.HasStarted)
                response.ContentLength = null;
            _broken.ResetWrittenCount();
            foreach (var one in buffer.Span)
                Take(one);
            await to.WriteAsync(_broken.WrittenMemory, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) => to.FlushAsync(cancellationToken);

        // As of any answer: Kestrel takes no thread to wait for a caller.
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        private void Take(byte one)
        {
            if (_isText)
            {
                Put(one);
                _isText = _isEscaped || one != '"';
                _isEscaped = !_isEscaped && one == '\\';
                return;
            }
            switch ((char)one)
            {
                case ' ' or '\n' or '\r' or '\t':
                    return;
                case '}' or ']':
                    _depth--;
                    if (!_isJustOpened)
                        Break();
                    _isJustOpened = false;
                    Put(one);
                    return;
                case ',':
                    Put(one);
                    Break();
                    return;
                case ':':
                    Put(one);
                    Put((byte)' ');
                    return;
            }
            if (_isJustOpened)
                Break();
            Put(one);
            _isText = one == '"';
            _isJustOpened = one is (byte)'{' or (byte)'[';
            _depth += _isJustOpened ? 1 : 0;
        }

        private void Break()
        {
            Put((byte)'\n');
            _broken.GetSpan(2 * _depth)[..(2 * _depth)].Fill((byte)' ');
            _broken.Advance(2 * _depth);
        }

        private void Put(byte one)
        {
            _broken.GetSpan(1)[0] = one;
            _broken.Advance(1);
        }
    }
}
