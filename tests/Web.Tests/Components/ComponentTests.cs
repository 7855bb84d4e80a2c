using AngleSharp.Dom;
using Chameleon.Engine.Models;
using Chameleon.Web.Access;
using Chameleon.Web.Answers;
using Chameleon.Web.Components;
using Chameleon.Web.Components.Settings;
using Chameleon.Web.Conversations;
using Chameleon.Web.Data;
using Chameleon.Web.Gallery;
using Chameleon.Web.Hosting;
using Chameleon.Web.Models;
using Chameleon.Web.Pictures;
using Chameleon.Web.Studio;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using PictureStore = Chameleon.Web.Data.PictureStore;

namespace Chameleon.Web.Tests.Components;

/// <summary>Components with the program's own services behind them.</summary>
public abstract class ComponentTests : BunitContext, IAsyncLifetime
{
    // The machine may be slow; what is waited for is always a condition.
    static ComponentTests() => DefaultWaitTimeout = TimeSpan.FromMinutes(2);

    protected ComponentTests(WebHost host)
    {
        Host = host;
        JSInterop.Mode = JSRuntimeMode.Loose;
        Type[] own = [typeof(ChatStore), typeof(ConversationFeed), typeof(ChatService), typeof(AnswerDesk), typeof(ModelLoader), typeof(PictureIntake), typeof(TimeProvider), typeof(PictureStore), typeof(BoardStore), typeof(GalleryFeed), typeof(GalleryService), typeof(DownloadTickets), typeof(ModelShelf), typeof(PullDesk), typeof(StudioDesk), typeof(WebOptions)];
        foreach (var service in own)
        {
            Services.AddSingleton(service, host.Services.GetRequiredService(service));
        }

        Services.AddScoped<CurrentUser>();
        Services.AddSingleton<AuthenticationStateProvider>(Visitor);
        Services.AddScoped<PageScript>();
        Services.AddScoped<PageSettings>();
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    protected WebHost Host { get; }

    /// <summary>Whose page it is.</summary>
    private protected KnownPerson Visitor { get; } = new(WebUser.Local);

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Acts on an element as it is now: what loads meanwhile cannot draw it anew between finding and acting.</summary>
    protected static Task ActAsync<T>(IRenderedComponent<T> view, string selector, Action<IElement> act)
        where T : IComponent
    {
        view.WaitForElement(selector);
        return view.InvokeAsync(() => act(view.Find(selector)));
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    protected ChatStore Chats => Services.GetRequiredService<ChatStore>();

    /// <summary>The demo model, or one like it.</summary>
    protected ModelInfo Model(bool canDraw = true) => Services.GetRequiredService<ModelLoader>().Model! with { CanDraw = canDraw, ContextLength = 100 };

    protected static StoredMessage Answer(string text = "An answer.", MessageState state = MessageState.Done, string? error = null, AnswerUsage? usage = null) => new()
    {
        Id = new MessageId(2),
        Parent = new MessageId(1),
        Role = MessageRole.Assistant,
        State = state,
        Error = error,
        Usage = usage,
        Created = DateTimeOffset.UnixEpoch,
        Parts = [new TextPart(text)],
        Versions = [new MessageId(2)],
    };
}
