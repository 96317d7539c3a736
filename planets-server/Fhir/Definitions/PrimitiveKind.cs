namespace Phr.Fhir.Definitions;

/// <summary>The R4 primitive types (datatypes.html#primitive), each with a format of its own.</summary>
public enum PrimitiveKind : byte
{
    /// <summary>Not a primitive type.</summary>
    None,
    Boolean,
    Integer,
    UnsignedInt,
    PositiveInt,
    Decimal,
    String,
    Markdown,
    Code,
    Id,
    Uri,
    Url,
    Canonical,
    Oid,
    Uuid,
    Base64Binary,
    Instant,
    Date,
    DateTime,
    Time,
    Xhtml,
}
