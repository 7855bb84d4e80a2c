using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Chameleon.Web.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.e2e;

/// <summary>How fast the page is in the browser. The figures go to <c>speed.txt</c>, which <c>./test</c> prints; only what is counted is asserted.</summary>
public sealed class SpeedTests(Site site) : IClassFixture<Site>
{
    private const int Times = 5;

    [Fact]
    public async Task From_Enter_to_the_first_word_and_one_frame_for_each_token_at_most()
    {
        var page = await site.OpenAsync();
        await page.TextOnlyAsync();
        var watched = new List<Watched>();
        for (var time = 0; time <= Times; time++)
        {
            await page.Composer().ClickAsync();
            await page.Keyboard.TypeAsync("What can you do?");
            await page.EvaluateAsync(Watch, time);
            await page.Keyboard.PressAsync("Enter");
            await page.AnsweredAsync(time + 1);
            watched.Add((await page.EvaluateAsync<JsonElement>("() => window.watched")).Deserialize<Watched>(JsonSerializerOptions.Web)!);
        }

        var conversation = long.Parse(page.Url[(page.Url.LastIndexOf('/') + 1)..], CultureInfo.InvariantCulture);
        var said = await site.Services.GetRequiredService<ChatStore>().ReadAsync(UserId.Local, new ConversationId(conversation), 100);
        var tokens = said.Messages.Where(message => message.Role == MessageRole.Assistant).Select(message => message.Usage!.OutputTokens).ToList();
        Assert.All(watched.Zip(tokens), pair => Assert.InRange(pair.First.Frames, 1, pair.Second + 4));

        // The first one warms the program up.
        var first = watched.Skip(1).Select(one => one.First).Order().ElementAt(Times / 2);
        SpeedReport.Say($"first word on the page after Enter: {first:0} ms (the very first: {watched[0].First:0} ms)");
        SpeedReport.Say($"frames with new words: {watched.Sum(one => one.Frames)} for {tokens.Sum()} tokens");
    }

    [Fact]
    public async Task A_conversation_of_200_messages_opens()
    {
        var chats = site.Services.GetRequiredService<ChatStore>();
        var conversation = await chats.CreateAsync(UserId.Local, "long");
        MessageId? last = null;
        for (var i = 0; i < 200; i++)
        {
            var role = i % 2 == 0 ? MessageRole.User : MessageRole.Assistant;
            last = (await chats.AddMessageAsync(UserId.Local, conversation.Id, last, role, [new TextPart($"Message **{i}** with `code`, and\n\n- a list\n- of two")])).Id;
        }

        var (afresh, chosen) = (new List<double>(), new List<double>());
        for (var time = 0; time <= Times; time++)
        {
            var page = await site.OpenAsync($"/c/{conversation.Id}", prepare: page => page.AddInitScriptAsync(WatchOpening));
            await Assertions.Expect(page.LastAnswer()).ToContainTextAsync("Message 199");
            afresh.Add(await page.EvaluateAsync<double>("() => window.openedAfter"));

            await page.Locator("[data-new-chat]").ClickAsync();
            await Assertions.Expect(page.Locator(".example").First).ToBeVisibleAsync();
            chosen.Add(await page.EvaluateAsync<double>(Choose, $"/c/{conversation.Id}"));
            await page.Context.CloseAsync();
        }

        SpeedReport.Say($"a conversation of 200 messages, chosen from the list, is there after {chosen.Skip(1).Order().ElementAt(Times / 2):0} ms");
        SpeedReport.Say($"the same in a browser that was never here, until it can be written in: {afresh.Skip(1).Order().ElementAt(Times / 2):0} ms");
    }

    [Fact]
    public async Task The_program_starts_and_serves_its_first_page()
    {
        var starts = new List<double>();
        using var data = new TemporaryFolder();
        using var http = new HttpClient();
        for (var time = 0; time <= 3; time++)
        {
            var clock = Stopwatch.StartNew();
            using var program = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Chameleon.Web.dll"), "--port", "0", "--open", "false", "--data", data.Path])
            {
                RedirectStandardOutput = true,
                WorkingDirectory = AppContext.BaseDirectory,
            })!;
            try
            {
                string? line;
                do
                {
                    line = await program.StandardOutput.ReadLineAsync();
                    Assert.NotNull(line);
                }
                while (!line.Contains("http://", StringComparison.Ordinal));
                var address = line.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal));
                Assert.Contains("composer", await http.GetStringAsync(new Uri(address)), StringComparison.Ordinal);
                starts.Add(clock.Elapsed.TotalMilliseconds);
            }
            finally
            {
                program.Kill(entireProcessTree: true);
                await program.WaitForExitAsync();
            }
        }

        SpeedReport.Say($"from the start of the program to its first page: {starts.Skip(1).Order().ElementAt(1):0} ms");
    }

    private const string Watch = """
        answers => {
          const watched = window.watched = { first: 0, frames: 0 };
          let start = 0, isFramed = false;
          addEventListener("keydown", event => start = event.timeStamp, { once: true, capture: true });
          const observer = new MutationObserver(() => {
            const prose = document.querySelectorAll(".message.model")[answers]?.querySelector(".prose")?.textContent.trim();
            if (!prose || isFramed) {
              return;
            }
            isFramed = true;
            requestAnimationFrame(() => {
              isFramed = false;
              watched.frames++;
              watched.first ||= performance.now() - start;
            });
          });
          observer.observe(document.querySelector(".scroller"), { subtree: true, childList: true, characterData: true });
        }
        """;

    private const string WatchOpening = """
        const look = () => {
          if (document.querySelector("main [data-ready]") && document.querySelector(".message")) {
            window.openedAfter = performance.now();
          } else {
            requestAnimationFrame(look);
          }
        };
        look();
        """;

    private const string Choose = """
        address => new Promise(done => {
          const start = performance.now();
          const look = () => [...document.querySelectorAll(".message")].at(-1)?.textContent.includes("Message 199")
            ? done(performance.now() - start)
            : requestAnimationFrame(look);
          document.querySelector(`.sidebar a[href$="${address}"]`).click();
          look();
        })
        """;

    private sealed record Watched(double First, int Frames);
}
