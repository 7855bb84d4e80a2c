using Chameleon.Connector;
using Chameleon.Connector.Telemetry;
using Chameleon.Hub;
using Chameleon.Web.Access;
using Chameleon.Web.Answers;
using Chameleon.Web.Api;
using Chameleon.Web.Components;
using Chameleon.Web.Components.Settings;
using Chameleon.Web.Conversations;
using Chameleon.Web.Data;
using Chameleon.Web.Gallery;
using Chameleon.Web.Languages;
using Chameleon.Web.Models;
using Chameleon.Web.Pictures;
using Chameleon.Web.Security;
using Chameleon.Web.Studio;
using Chameleon.Web.Telemetry;
using Microsoft.Extensions.AI;

namespace Chameleon.Web.Hosting;

/// <summary>What the program is made of, and what a request passes through.</summary>
internal static class WebStartup
{
    /// <summary>Largest request body, pictures apart: the page sends small things only.</summary>
    private const int MaxRequestBytes = 256 * 1024;

    private const int MaxIdleCircuits = 50;

    /// <summary>Registers everything.</summary>
    /// <param name="builder">Where.</param>
    /// <param name="options">What whoever starts the program said.</param>
    /// <param name="store">What is kept; the program disposes it, after everything that writes to it.</param>
    public static void AddChameleonWeb(this WebApplicationBuilder builder, WebOptions options, DataStore store)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
        });
        var services = builder.Services;
        services.AddRazorComponents().AddInteractiveServerComponents(circuits => circuits.DisconnectedCircuitMaxRetained = MaxIdleCircuits);
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "chameleon-page";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
        });
        services.AddSingleton(TimeProvider.System);
        var hub = HubOptions.OfEnvironment(name => builder.Configuration[name]);
        var model = options.FindModel(hub);
        var shelf = new ModelShelf(Path.Combine(options.FindData(), "models.json"), model, hub);
        var chosen = options.Model is null && options.Quantize is null ? shelf.Chosen : null;
        services.AddChameleonEngine(chosen?.Folder ?? model, host => (host.ModelId, host.Engine) = chosen is null
            ? (options.NameOf(model), options.Engine())
            : (chosen.Name, options.Engine() with { Quantize = chosen.Quantize() }));
        services.AddSingleton(_ => new ModelHub(hub));
        services.AddSingleton(_ => shelf);
        services.AddSingleton<PullDesk>();
        services.AddSingleton<IChatClient>(provider => new ChameleonChatClient(provider.GetRequiredService<ChameleonEngineHost>()).WithOpenTelemetry());
        services.AddAccess(options);
        services.AddApi(options);
        services.AddSingleton<MetricsCollector>();
        services.AddOpenTelemetryExport(builder.Configuration);
        services.AddSingleton<ModelLoader>();
        services.AddHostedService(provider => provider.GetRequiredService<ModelLoader>());
        services.AddSingleton(_ => store);
        services.AddHostedService<DataKeeper>();
        services.AddSingleton(provider => provider.GetRequiredService<DataStore>().ApiKeys);
        services.AddSingleton(provider => provider.GetRequiredService<DataStore>().Chats);
        services.AddSingleton(provider => provider.GetRequiredService<DataStore>().Pictures);
        services.AddSingleton(provider => provider.GetRequiredService<DataStore>().Boards);
        services.AddSingleton<PictureIntake>();
        services.AddSingleton<PictureThumbnails>();
        services.AddSingleton<GalleryFeed>();
        services.AddSingleton<GalleryService>();
        services.AddSingleton<DownloadTickets>();
        services.AddSingleton<StudioPictures>();
        services.AddSingleton<StudioDesk>();
        services.AddSingleton<ConversationFeed>();
        services.AddSingleton<MessageHistory>();
        services.AddSingleton<AnswerGenerator>();
        services.AddSingleton<AnswerDesk>();
        services.AddSingleton<ChatService>();
        services.AddScoped<PageScript>();
        services.AddScoped<PageSettings>();
    }

    /// <summary>Maps everything.</summary>
    public static void UseChameleonWeb(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<WebOptions>();

        // What happens before anybody looks is counted too.
        _ = app.Services.GetRequiredService<MetricsCollector>();
        app.UseSecurityHeaders();
        app.UseSameOriginOnly();
        app.UsePageLanguage();
        app.UsePageLimit(options.Pages);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseAccess(options);
        app.UseApiErrors();
        app.UseApiAccess();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapPictures();
        app.MapGallery();
        app.MapExchange();
        app.MapStudio();
        app.MapApi();
        app.MapHealth();
        app.MapAccess(options);
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = "'none'");
    }
}
