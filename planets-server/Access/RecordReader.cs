using NpgsqlTypes;
using Phr.Planets.Search;
using Phr.Platform.Database;
using Phr.Platform.Identity;

namespace Phr.Planets.Access;

/// <summary>
/// Who reads, in the terms that decide what they may see: compiled once a request and put into every statement that reads the record,
/// never applied to its result. Whatever is not one of these sees nothing.
/// </summary>
public abstract record RecordReader
{
    private RecordReader()
    {
    }

    /// <summary>An organisation that gives care, through its systems or its people.</summary>
    /// <param name="Purpose">v3-ActReason code the request declares; TREAT where it declares none.</param>
    public sealed record Care(string Organisation, string Purpose) : RecordReader;

    /// <summary>The person themself, or the model on their behalf: their own streams without what they have not been told.</summary>
    /// <param name="Patient">Id of the person's own Patient.</param>
    public sealed record Person(string Patient) : RecordReader;

    /// <summary>Who treats nobody sees what they wrote and what is about nobody.</summary>
    public sealed record Own(string Organisation) : RecordReader;

    /// <summary>A study, for its releases: entries of those who joined it.</summary>
    public sealed record Study(string Code) : RecordReader;

    /// <summary>The reader that a caller is; null for callers that do not read the record (researchers get releases).</summary>
    public static RecordReader? Of(Caller caller) => caller switch
    {
        { Role: CallerRole.Patient, Patient: { } patient } => new Person(patient),
        { Role: CallerRole.Clinician or CallerRole.Hospital, Organisation: { } organisation } => new Care(organisation, "TREAT"),
        { Role: CallerRole.System or CallerRole.Service } => new Own(caller.Organisation ?? caller.Client),
        _ => null,
    };
}

/// <summary>What a request may see, as SQL over rows <c>s</c> of the record's state.</summary>
/// <param name="Scopes">Of the token; they narrow what the reader may see.</param>
/// <param name="Action">What the request does with what it sees: Read or Search.</param>
public sealed record Visibility(RecordReader Reader, ScopeSet Scopes, ScopeAccess Action, TokenKeys Keys)
{
    private static readonly string CareRows = RuleText.Load("Access/care.sql", "m.person");
    private static readonly string CareReach = Sql.Load(typeof(Visibility), "Access/care-reach.sql");
    private static readonly string NoReach = Sql.Load(typeof(Visibility), "Access/no-reach.sql");
    private static readonly string Reached = Sql.Load(typeof(Visibility), "Access/reached.sql");
    private static readonly string PersonRows = Sql.Load(typeof(Visibility), "Access/person.sql");
    private static readonly string StudyRows = RuleText.Load("Access/study.sql", "m.person");
    private static readonly string OwnRows = Sql.Load(typeof(Visibility), "Access/own.sql");
    private static readonly string NamedByCare = Sql.Load(typeof(Visibility), "Access/named-care.sql");
    private static readonly string NamedByOwn = Sql.Load(typeof(Visibility), "Access/named-own.sql");
    private static readonly string ProvenanceOfNobody = Sql.Load(typeof(Visibility), "Access/provenance-of-nobody.sql");
    private static readonly string Provenance = Sql.Load(typeof(Visibility), "Access/provenance.sql");
    private static readonly string ProvenanceEnd = Sql.Load(typeof(Visibility), "Access/provenance-end.sql");

    private static readonly string[] ProvenanceReferences = ["target", "entity", "agent", "location", "patient"];

    /// <summary>Types of the statement's rows; null where they are of any.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>Whether a Patient of another source names nobody, although the reader may see it: see <see cref="AppendNamed"/>.</summary>
    public bool NamesOwnOnly { get; init; }

    /// <summary>Whether rows may be versions that hold no longer: see <see cref="NewestCondition"/>.</summary>
    public bool HoldsPast { get; init; }

    /// <summary>Source of what the reader writes; null of who writes nothing, or sees nothing but that.</summary>
    internal string? Source => Reader switch
    {
        RecordReader.Care care => care.Organisation,
        RecordReader.Person person => Authors.Phone(person.Patient),
        _ => null,
    };

    /// <summary>The same for rows of one type.</summary>
    public Visibility Of(short type) => this with { Types = [ResourceTypes.Name(type)] };

    /// <summary>Appends the condition, in parentheses, for rows of any type.</summary>
    public void AppendTo(SqlText sql)
    {
        sql.Append("(");
        AppendRows(sql);
        AppendNewest(sql);
        ScopeCondition.Append(sql, this);
        sql.Append(")");
    }

    /// <summary>
    /// Appends, behind a table of streams <c>p</c>, what holds of each stream as a whole, for <see cref="AppendToReached"/>: of most
    /// people all rows are as open as one.
    /// </summary>
    public void AppendReach(SqlText sql) => _ = Reader is RecordReader.Care care
        ? sql.Append(CareReach, Binding.Text("organisation", care.Organisation), Binding.Text("purpose", care.Purpose))
        : sql.Append(NoReach);

    /// <summary>The same condition as <see cref="AppendTo"/> gives, for rows of streams whose reach is known.</summary>
    public void AppendToReached(SqlText sql)
    {
        sql.Append("((").Append(Reached);
        AppendReader(sql);
        sql.Append(")");
        AppendNamers(sql);
        AppendNewest(sql);
        ScopeCondition.Append(sql, this);
        sql.Append(")");
    }

    /// <summary>
    /// Appends, behind a table <c>named</c> of memberships, that the reader knows the Patient: it is of their own source, or they may see it
    /// today, whatever their scopes. A person knows which of their records are linked, a study's people were chosen by us.
    /// </summary>
    public void AppendNamed(SqlText sql)
    {
        switch (Reader)
        {
            case RecordReader.Care care when NamesOwnOnly:
                sql.Append(NamedByOwn, Binding.Text("organisation", care.Organisation));
                break;
            case RecordReader.Care care:
                sql.Append(
                    NamedByCare, Binding.Text("organisation", care.Organisation), Binding.Short("type", ResourceTypes.Number("Patient")));
                AppendReader(sql);
                sql.Append("))");
                break;
            case RecordReader.Own own:
                sql.Append(NamedByOwn, Binding.Text("organisation", own.Organisation));
                break;
            case RecordReader.Person or RecordReader.Study:
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private void AppendNewest(SqlText sql)
    {
        if (HoldsPast)
            NewestCondition.Append(sql, this);
    }

    /// <summary>Appends the condition on rows <c>s</c> by themselves, without scopes.</summary>
    internal void AppendRows(SqlText sql)
    {
        if (!MayBeProvenance && !MayBeBinary)
        {
            AppendReader(sql);
            return;
        }
        sql.Append("(");
        AppendReader(sql);
        if (MayBeProvenance)
            sql.Append(ProvenanceOfNobody, ProvenanceType);
        if (MayBeBinary)
            BinaryCondition.AppendOfWriter(sql, this);
        sql.Append(")");
        AppendNamers(sql);
    }

    // Rows that are for who may see what they name.
    private void AppendNamers(SqlText sql)
    {
        AppendProvenance(sql);
        if (MayBeBinary)
            BinaryCondition.Append(sql, this);
    }

    private bool MayBeBinary => BinaryCondition.MayHold(Reader, Types);

    private static Binding ProvenanceType => Binding.Short("provenance", ResourceTypes.Number("Provenance"));

    // Who treats nobody sees no Provenance but their own.
    private bool MayBeProvenance => Reader is not RecordReader.Own && Types?.Contains("Provenance") != false;

    private void AppendProvenance(SqlText sql)
    {
        if (!MayBeProvenance)
            return;
        sql.Append(
            Provenance, ProvenanceType, Binding.Text("source", Source),
            Binding.Longs("references", [.. ProvenanceReferences.Select(Keys.ReferenceKey)]));
        AppendReader(sql);
        BinaryCondition.Append(sql, this);
        sql.Append(ProvenanceEnd, Binding.Longs("references", [.. ProvenanceReferences.Select(Keys.ReferenceKey)]));
    }

    /// <summary>Appends what the reader may see of rows <c>s</c> by their stream, author and the rules of the person.</summary>
    internal void AppendReader(SqlText sql)
    {
        _ = Reader switch
        {
            RecordReader.Care care => sql.Append(
                CareRows, Binding.Text("organisation", care.Organisation), Binding.Text("purpose", care.Purpose)),
            RecordReader.Person person => sql.Append(
                PersonRows, Binding.Text("patient", person.Patient), Binding.Longs("hidden", Labels.HiddenFromPerson(Keys))),
            RecordReader.Study study => sql.Append(
                StudyRows, Binding.Text("study", study.Code), Binding.Longs("hidden", Labels.HiddenFromPerson(Keys))),
            RecordReader.Own own => sql.Append(OwnRows, Binding.Text("organisation", own.Organisation)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }
}
