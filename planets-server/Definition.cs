using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Phr.EventLog;
using Phr.Planets.Access;
using Phr.Planets.Audit;
using Phr.Planets.Bulk;
using Phr.Planets.Bundles;
using Phr.Planets.Deferred;
using Phr.Planets.Feeds;
using Phr.Planets.Http;
using Phr.Planets.Intake;
using Phr.Planets.Intake.Offers;
using Phr.Planets.Operations;
using Phr.Planets.Operations.GraphQl;
using Phr.Planets.Operations.Labelling;
using Phr.Planets.Operations.LastN;
using Phr.Planets.Operations.Stats;
using Phr.Planets.Operations.Views;
using Phr.Planets.People;
using Phr.Planets.People.Erasing;
using Phr.Planets.People.Links;
using Phr.Planets.People.Matching;
using Phr.Planets.People.Merging;
using Phr.Planets.People.Timeline;
using Phr.Planets.Record;
using Phr.Planets.Record.State;
using Phr.Planets.Record.Versions;
using Phr.Planets.Record.Writing;
using Phr.Planets.Research;
using Phr.Planets.Search;
using Phr.Planets.Search.Criteria;
using Phr.Planets.Search.Custom;
using Phr.Planets.Series.Storage;
using Phr.Planets.Subscriptions;
using Phr.Planets.Terminology;
using Phr.Planets.Validation;
using Phr.Platform;
using Phr.Platform.Database;
using Phr.Platform.Hosting;
using Phr.Platform.Identity;

namespace Phr.Planets;

/// <summary>planets-server: the record. The only writer of health data.</summary>
public static class PlanetsServer
{
    /// <summary>Client id of this service.</summary>
    public const string ClientId = "planets";

    /// <summary>Dates without an offset are Japan's.</summary>
    internal static readonly TimeSpan Zone = TimeSpan.FromHours(9);

    public static readonly ServiceDefinition Definition = new("planets", Register, Map)
    {
        Errors = ErrorFormat.Write,
        Prepare = async (services, ct) =>
        {
            await services.GetRequiredService<OpenLog>().Open(ct);
            var database = services.GetRequiredService<NpgsqlDataSource>();
            await Migrations.Apply(database, "push", typeof(PlanetsServer), "Subscriptions/Migrations", ct);
            await CustomIndexing.Prepare(database, ct);
        },
    };

    private static void Register(WebApplicationBuilder builder, PlatformSettings settings)
    {
        var services = builder.Services;
        services.AddBearerTokens(options =>
        {
            options.Trust(settings, builder.Configuration);
            options.WriteRefusal = ErrorFormat.Write;
        });
        services.AddCors();
        services.Configure<RouteOptions>(routes => routes.SetParameterPolicy<ResourceRoute>("resource"));
        RegisterLog(services, settings);
        services.AddRulebook(settings);
        services.AddBulk(builder.Configuration, settings);
        services.AddSingleton(OperationOptions.Of(builder.Configuration));
        RegisterSubscriptions(services, settings);
        services.AddSingleton(new FhirEndpoint(settings.Urls.Fhir.AbsoluteUri + "/"));
        services.AddSingleton(new SmartLinks(settings.Urls.Issuer.AbsoluteUri));
        services.AddSingleton(provider => new TokenKeys(provider.GetRequiredService<KeyStore>().IndexKey.Span));
        services.AddSingleton(provider => new PageLinks(PageLinks.KeyFrom(provider.GetRequiredService<KeyStore>().IndexKey.Span)));
        services.AddSingleton(provider => new CriterionParser(
            provider.GetRequiredService<TokenKeys>(), settings.Urls.Fhir.AbsoluteUri + "/", Zone,
                provider.GetRequiredService<TimeProvider>())
        {
            Sets = () => provider.GetRequiredService<ServerRulebook>().Latest.Sets,
        });
        services.AddSingleton(provider => new Indexer(provider.GetRequiredService<TokenKeys>(), Zone));
        services.AddSingleton(provider => new ConsentMeaning(ConsentServiceClient(provider, settings)));
        services.AddSingleton<ErasureRemains>().AddSingleton<StreamErasure>().AddSingleton(new StreamRetention(
            (builder.Configuration.GetSection("Retention").Get<RetentionOptions>() ?? new RetentionOptions()).Checked()));
        services.AddSingleton<MergeWork>().AddSingleton<MatchRun>().AddSingleton<OwnPeople>().AddSingleton<TimelineRun>();
        services.AddSingleton(_ => SecretSeal.LoadOrCreate(Path.Combine(settings.DataFolder, "keys", "columns.key")));
        services.AddSingleton<AccessJournal>().AddSingleton<AuditRows>()
            .AddSingleton(provider => new AuditTrail(
                provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<AuditRows>()));
        services.AddSingleton(provider =>
            new SourceNames(ConsentServiceClient(provider, settings), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SeriesReader>().AddSingleton<SampledDays>().AddSingleton<SampledRows>().AddSingleton<Readings>();
        services.AddSingleton<RowReader>().AddSingleton<PresentReads>().AddSingleton<RecordReads>().AddSingleton<RecordWriter>();
        services.AddSingleton<SearchRun>().AddSingleton<InclusionRun>().AddSingleton<SearchAnswers>();
        services.AddSingleton<GraphParts>();
        services.AddSingleton<CustomParameters>().AddSingleton<CustomReadiness>().AddSingleton<FollowedIndexes>()
            .AddHostedService<CustomIndexing>();
        services.AddSingleton<KnownVersions>().AddSingleton<RecordFeed.FeedRun>().AddSingleton<ReleaseRun>();
        services.AddSingleton<EverythingRun>().AddSingleton<MetaInUse>();
        services.AddSingleton<Transaction>().AddSingleton<Batch>().AddSingleton<OwnRequests>();
        services.AddSingleton(BundleOptions.Of(builder.Configuration));
        services.AddSingleton<InnerRequests>().AddSingleton<PatchRun>().AddSingleton<ConditionReading>();
        services.AddSingleton<HistoryRun>().AddSingleton<HistoryParts>();
        services.AddSingleton<DeferredAnswers>().AddSingleton<LatestErasure>().AddHostedService<DeferredRun>();
    }

    private static void RegisterSubscriptions(IServiceCollection services, PlatformSettings settings)
    {
        services.AddSingleton(settings.Push).AddSingleton<ReceiverAddresses>().AddSingleton<Notification>();
        services.AddSingleton<SubscriptionStore>().AddSingleton<SubscriptionReading>().AddSingleton<DeliveryTurn>().AddSingleton<EventQuery>().AddSingleton<EventReplay>();
        services.AddSingleton(provider => new SubscriberStanding(
            ConsentServiceClient(provider, settings), settings.Push, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SubscriberStanding>>()));
        services.AddSingleton(provider => new RestHook(
            RestHook.Client(provider.GetRequiredService<ReceiverAddresses>()), provider.GetRequiredService<ReceiverAddresses>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new BindingTokens(
            BindingTokens.KeyFrom(provider.GetRequiredService<KeyStore>().IndexKey.Span), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<Delivery>().AddSingleton<SocketDelivery>().AddSingleton<HookDispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<HookDispatcher>());
    }

    private static void RegisterLog(IServiceCollection services, PlatformSettings settings)
    {
        services.AddSingleton(_ => OpenLog.Keys(settings.DataFolder));
        services.AddSingleton<OpenLog>();
        services.AddSingleton(provider => provider.GetRequiredService<OpenLog>().Log);
        services.AddSingleton(provider => provider.GetRequiredService<Log>().Reader);
        services.AddHostedService<HintSender>();
    }

    private static void Map(WebApplication app)
    {
        BrowserApps.Use(app);
        app.Use(XmlAnswer.Take);
        app.Use(PrettyAnswer.Take);
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(XmlBody.Take);
        app.Use(BinaryContent.Take);
        app.Use(RespondAsync.Take);
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(30) });
        Metadata.Map(app.MapGroup("/fhir"));
        SmartConfigurationDocument.Map(app.MapGroup("/fhir"));
        NotificationSocket.Map(app.MapGroup("/fhir"));
        var fhir = app.MapGroup("/fhir").RequireCaller().WithDenials();
        BundleEndpoint.Map(fhir);
        RespondAsync.Map(fhir);
        Create.Map(fhir);
        Read.Map(fhir);
        VersionRead.Map(fhir);
        History.Map(fhir);
        Update.Map(fhir);
        Patch.Map(fhir);
        Delete.Map(fhir);
        SearchType.Map(fhir);
        ReindexState.Map(fhir);
        Everything.Map(fhir);
        LastObservations.Map(fhir);
        ObservationStats.Map(fhir);
        RunView.Map(fhir);
        RunGraph.Map(fhir);
        ReadMeta.Map(fhir);
        ChangeMeta.Map(fhir);
        TerminologyOperations.Map(fhir);
        Validate.Map(fhir);
        InstallPackage.Map(fhir);
        UninstallPackage.Map(fhir);
        ListPackages.Map(fhir);
        BulkServices.Map(fhir);
        MergePatients.Map(fhir);
        UnmergePatients.Map(fhir);
        MatchPatient.Map(fhir);
        ReadAudit.Map(fhir);
        ErasePatient.Map(fhir);
        ManageSubscriptions.Map(fhir);
        SearchSubscriptions.Map(fhir);
        QuerySubscription.Map(fhir);
        BindSocket.Map(fhir);
        MapBeside(app);
        app.Services.GetRequiredService<InnerRequests>().Pipeline = InnerPipeline(app, app);
    }

    // What is no FHIR: the other services, research, ingestion, and the person's own pages.
    private static void MapBeside(WebApplication app)
    {
        var services = app.MapGroup("/internal").RequireCaller();
        ListAccesses.Map(services);
        PersonOfStream.Map(services);
        RecordFeed.Map(services);
        Release.Map(app.MapGroup("/research").RequireCaller());
        IngestBundle.Map(app.MapGroup("/intake").RequireCaller());
        var me = app.MapGroup("/people/me").RequireCaller();
        UploadReadings.Map(me);
        ListSources.Map(me);
        ListMatches.Map(me);
        LinkRecords.Map(me);
        UnlinkRecords.Map(me);
        ReadTimeline.Map(me);
        ReadTimelineChanges.Map(me);
        EraseStream.Map(me);
    }

    // The same endpoints behind a pipeline of their own: a branch begins without the routes of its parent.
    private static RequestDelegate InnerPipeline(IApplicationBuilder app, IEndpointRouteBuilder routes) =>
        app.New().UseOuterEdge(ErrorFormat.Write).UseHeadRequests().UseRouting().UseAuthentication().UseAuthorization()
        .UseEndpoints(endpoints =>
        {
            foreach (var source in routes.DataSources.ToList())
                endpoints.DataSources.Add(source);
        }).Build();

    private static HttpClient ConsentServiceClient(IServiceProvider provider, PlatformSettings settings)
    {
        var key = ClientKey.LoadOrCreate(Path.Combine(settings.DataFolder, "clients", ClientId + ".json"), ClientId);
        var tokens = new ServiceTokens(
            key, new Uri(settings.Urls.Consent, "oidc/token"), settings.Urls.Issuer, "system/Consent.rs",
            new HttpClient(), provider.GetRequiredService<TimeProvider>());
        return new HttpClient(new ServiceTokenHandler(tokens) { InnerHandler = new SocketsHttpHandler() })
        {
            BaseAddress = settings.Urls.Consent, Timeout = TimeSpan.FromSeconds(10),
        };
    }
}
