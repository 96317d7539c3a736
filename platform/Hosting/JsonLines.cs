using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Phr.Platform.Hosting;

/// <summary>
/// Log entries as JSON, one a line: <c>time, level, service, category, message</c> and, for a fault, <c>fault</c> without its message
/// (<see cref="FaultText"/>).
/// </summary>
public sealed class JsonLines(string service, LogSink sink, TimeProvider clock) : ILoggerProvider
{
    private const int MessageCharsMax = 8_000;

    public ILogger CreateLogger(string categoryName) => new Line(this, categoryName);

    public void Dispose()
    {
        // The sink is shared by the services of a process and outlives this provider.
    }

    private void Write(LogLevel level, string category, string message, Exception? fault)
    {
        var line = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("time", clock.GetUtcNow());
            json.WriteString("level", level.ToString());
            json.WriteString("service", service);
            json.WriteString("category", category);
            json.WriteString("message", message.AsSpan(0, Math.Min(message.Length, MessageCharsMax)));
            if (fault is not null)
                json.WriteString("fault", FaultText.Of(fault));
            json.WriteEndObject();
        }
        sink.WriteLine(line.WrittenSpan);
    }

    private sealed class Line(JsonLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Write(logLevel, category, formatter(state, null), exception);
    }
}
