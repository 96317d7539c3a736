using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Phr.Platform.Database;

/// <summary>
/// One statement put together from fragments (files), with its parameters. A fragment names parameters <c>@name</c>; each becomes a
/// <c>$n</c>, so fragments combine without knowing each other. Equal shapes give equal texts, which Npgsql prepares once.
/// </summary>
public sealed class SqlText
{
    private readonly StringBuilder _text = new();
    private readonly List<NpgsqlParameter> _parameters = [];
    private readonly List<(string Name, int Number)> _shared = [];

    /// <summary>A parameter that every fragment may name.</summary>
    public SqlText Share(Binding binding)
    {
        _shared.Add((binding.Name, Add(binding)));
        return this;
    }

    /// <summary>
    /// Appends a fragment whose <c>@names</c> are those of <paramref name="bindings"/> or shared ones. A binding is
    /// one parameter, however often the fragment names it.
    /// </summary>
    /// <exception cref="ArgumentException">The fragment names what is not bound: a bug.</exception>
    public SqlText Append(string fragment, params ReadOnlySpan<Binding> bindings)
    {
        Span<int> numbers = stackalloc int[bindings.Length];
        for (var i = 0; i < bindings.Length; i++)
            numbers[i] = Add(bindings[i]);
        var rest = fragment.AsSpan();
        while (rest.IndexOf('@') is var at and >= 0)
        {
            // "@>" and "<@" are operators, not names.
            var length = NameLength(rest[(at + 1)..]);
            _text.Append(rest[..at]);
            if (length == 0)
                _text.Append('@');
            else
                _text.Append('$').Append(NumberOf(rest.Slice(at + 1, length), bindings, numbers));
            rest = rest[(at + 1 + length)..];
        }
        _text.Append(rest);
        return this;
    }

    public NpgsqlCommand ToCommand(NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand(_text.ToString(), connection);
        foreach (var parameter in _parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    /// <summary>The statement as one of several that go to the server together.</summary>
    public NpgsqlBatchCommand ToBatchCommand()
    {
        var command = new NpgsqlBatchCommand(_text.ToString());
        foreach (var parameter in _parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    public override string ToString() => _text.ToString();

    private int Add(Binding binding)
    {
        _parameters.Add(binding.ToParameter());
        return _parameters.Count;
    }

    private int NumberOf(ReadOnlySpan<char> name, ReadOnlySpan<Binding> bindings, ReadOnlySpan<int> numbers)
    {
        for (var i = 0; i < bindings.Length; i++)
        {
            if (name.SequenceEqual(bindings[i].Name))
                return numbers[i];
        }
        foreach (var shared in _shared)
        {
            if (name.SequenceEqual(shared.Name))
                return shared.Number;
        }
        throw new ArgumentException($"The fragment names @{name}, which is not bound.");
    }

    private static int NameLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterLower(text[length]) || text[length] == '_'))
            length++;
        return length;
    }
}

/// <summary>The value of a named parameter of a fragment.</summary>
public readonly record struct Binding(string Name, object? Value, NpgsqlDbType Type)
{
    public static Binding Long(string name, long value) => new(name, value, NpgsqlDbType.Bigint);

    public static Binding Longs(string name, long[] values) => new(name, values, NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    public static Binding Short(string name, short value) => new(name, value, NpgsqlDbType.Smallint);

    public static Binding Shorts(string name, short[] values) => new(name, values, NpgsqlDbType.Array | NpgsqlDbType.Smallint);

    public static Binding Text(string name, string? value) => new(name, value, NpgsqlDbType.Text);

    public static Binding Texts(string name, string[] values) => new(name, values, NpgsqlDbType.Array | NpgsqlDbType.Text);

    public static Binding Instant(string name, DateTimeOffset value) => new(name, value.ToUniversalTime(), NpgsqlDbType.TimestampTz);

    internal NpgsqlParameter ToParameter() => new() { Value = Value ?? DBNull.Value, NpgsqlDbType = Type };
}
