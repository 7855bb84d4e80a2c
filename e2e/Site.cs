using Chameleon.Connector;
using Chameleon.Hub.Tests;
using Chameleon.Web.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.e2e;

/// <summary>The whole program on the demo model and a real port, and a real browser before it.</summary>
public class Site : IAsyncLifetime
{
    /// <summary>Long enough for any machine; what is waited for is always a condition.</summary>
    public const float Patience = 120_000;

    private IBrowser? browser;

    private readonly IReadOnlyDictionary<string, string> settings;

    public Site()
        : this(new Dictionary<string, string>())
    {
    }

    private protected Site(IReadOnlyDictionary<string, string> settings) => this.settings = settings;

    /// <summary>The model, which a test can hold in the middle of an answer.</summary>
    public HeldChatClient Model => Program.Model;

    public string Address { get; private set; } = "";

    public IServiceProvider Services => Program.Services;

    private TemporaryFolder Folder { get; } = new();

    /// <summary>A hub of its own, empty at first.</summary>
    internal LoopbackHub Hub { get; private set; } = null!;

    private TestProgram Program { get; set; } = null!;

    private IPlaywright? Driver { get; set; }

    /// <summary>The folder of pictures to try with.</summary>
    public static string Samples { get; } = Path.Combine(AppContext.BaseDirectory, "samples");

    /// <summary>A browser of a person's own, on no page yet.</summary>
    /// <param name="options">What browser.</param>
    public async Task<IPage> NewPageAsync(BrowserNewContextOptions? options = null)
    {
        var context = await browser!.NewContextAsync(options ?? new());
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }

    /// <summary>A browser of a person's own, on a page that is ready to be used.</summary>
    /// <param name="path">Which page.</param>
    /// <param name="options">What browser.</param>
    /// <param name="prepare">Done before the page is asked for.</param>
    public async Task<IPage> OpenAsync(string path = "/", BrowserNewContextOptions? options = null, Func<IPage, Task>? prepare = null)
    {
        var page = await NewPageAsync(options);
        await (prepare?.Invoke(page) ?? Task.CompletedTask);
        await page.GotoAsync(Address + path);
        await ReadyAsync(page);
        return page;
    }

    /// <summary>Waits until the page answers to its person.</summary>
    public static async Task ReadyAsync(IPage page)
    {
        await Assertions.Expect(page.Locator("main [data-ready]:visible").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".model-loading")).ToHaveCountAsync(0);
    }

    public async Task InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        Hub = await LoopbackHub.StartAsync();
        Program = new TestProgram(Folder.Path, settings) { Hub = Hub.Address };
        Program.UseKestrel(0);
        Program.StartServer();
        Address = Program.ClientOptions.BaseAddress.ToString().TrimEnd('/');
        await Services.GetRequiredService<ChameleonEngineHost>().GetEngineAsync();
        Driver = await Playwright.CreateAsync();
        browser = await Driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Timeout = Patience,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }

        Driver?.Dispose();
        await Program.DisposeAsync();
        await Hub.DisposeAsync();
        Folder.Dispose();
    }
}
