namespace Phr.EventLog;

/// <summary>Schemas that others choose, put into statements that cannot take them as a parameter.</summary>
internal static class SchemaName
{
    private const int LengthMax = 63;

    /// <exception cref="ArgumentException">Not a lower-case SQL identifier.</exception>
    public static string Checked(string schema)
    {
        if (schema.Length is 0 or > LengthMax || char.IsAsciiDigit(schema[0]) || !schema.All(IsNameCharacter))
            throw new ArgumentException($"{schema} is not a lower-case SQL identifier.", nameof(schema));
        return schema;
    }

    private static bool IsNameCharacter(char character) =>
        char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '_';

    public static string Into(string statement, string schema) =>
        statement.Replace("{schema}", Checked(schema), StringComparison.Ordinal);
}
