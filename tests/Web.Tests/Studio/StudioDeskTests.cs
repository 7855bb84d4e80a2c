using System.Diagnostics.Metrics;
using System.Net;
using Chameleon.Connector;
using Chameleon.Connector.Telemetry;
using Chameleon.Engine;
using Chameleon.Engine.Generation;
using Chameleon.Web.Data;
using Chameleon.Web.Pictures;
using Chameleon.Web.Studio;
using Microsoft.Extensions.DependencyInjection;

namespace Chameleon.Web.Tests.Studio;

public sealed class StudioDeskTests(WebHost host) : IClassFixture<WebHost>
{
    private StudioDesk Desk => host.Services.GetRequiredService<StudioDesk>();

    [Fact]
    public async Task A_picture_is_seen_as_codes_with_colours_and_as_what_they_say()
    {
        var grid = await SeeAsync("red-star.png");
        Assert.Equal(grid.Side * grid.Side, grid.Codes.Count);
        Assert.Equal(grid.Codes.Count, grid.Colours.Count);
        foreach (var (code, colour) in grid.Codes.Zip(grid.Colours))
        {
            Assert.Equal(grid.Colours[grid.Codes.ToList().IndexOf(code)], colour);
        }

        using var client = host.Client();
        var decoded = await client.GetAsync(grid.Address);
        Assert.Equal("image/png", decoded.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Only_the_marked_codes_are_drawn_anew_and_the_picture_is_kept()
    {
        var before = await SeeAsync("red-star.png");
        var marked = Enumerable.Range(before.Codes.Count / 2, 10).ToHashSet();
        var progress = new Reports();
        var drawn = await Desk.RedrawAsync(UserId.Local, before, marked, "a blue circle", 7, progress, CancellationToken.None);
        Assert.All(Enumerable.Range(0, before.Codes.Count).Where(place => !marked.Contains(place)), place => Assert.Equal(before.Codes[place], drawn.Codes[place]));
        Assert.NotEmpty(progress.All);
        Assert.Equal(progress.All.Order(), progress.All);

        var again = await Desk.RedrawAsync(UserId.Local, before, marked, "a blue circle", 7, progress, CancellationToken.None);
        Assert.Equal(drawn.Codes, again.Codes);

        using var client = host.Client();
        var notes = PictureNotes.Read(await client.GetByteArrayAsync(drawn.Address));
        Assert.Equal(("a blue circle", 7L), (notes?.Prompt, notes?.Seed));
        Assert.Equal(drawn.Codes, notes?.Codes);
    }

    [Fact]
    public async Task An_answer_tells_for_each_token_what_else_was_likely()
    {
        var grid = await SeeAsync("red-star.png");
        var tokens = new List<StudioToken>();
        await foreach (var token in Desk.AskAsync(grid.Codes, "What do you see in this image?", CancellationToken.None))
        {
            tokens.Add(token);
        }

        Assert.NotEmpty(tokens);
        Assert.All(tokens, token =>
        {
            Assert.InRange(token.Likeliest.Count, 1, 8);
            Assert.InRange(token.Likeliest.Sum(other => other.Probability), 0, 1.001f);
            Assert.Equal(token.Likeliest.Select(other => other.Probability).OrderDescending(), token.Likeliest.Select(other => other.Probability));
            Assert.InRange(token.Probability, 0, token.Likeliest[0].Probability);
        });
        Assert.Contains("red", string.Concat(tokens.Select(token => token.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_and_drawings_of_the_studio_are_measured_as_all_others()
    {
        var model = $"studio-{Guid.NewGuid():N}";
        await using var own = new ChameleonEngineHost(await ChameleonEngine.LoadAsync(host.Services.GetRequiredService<ChameleonEngineHost>().ModelDirectory), model);
        var ended = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == ChameleonEngineMeter.MeterName && instrument.Name == "chameleon.engine.queue.time")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) => ended += tags.ToArray().Any(tag => model.Equals(tag.Value)) ? 1 : 0);
        listener.Start();
        var desk = new StudioDesk(own, host.Services.GetRequiredService<Chameleon.Web.Data.PictureStore>(), new StudioPictures());
        var grid = await SeeAsync("red-star.png");

        await foreach (var _ in desk.AskAsync(grid.Codes, "What do you see in this image?", CancellationToken.None))
        {
            Assert.Equal(0, ended);
        }

        Assert.Equal(1, ended);
        await desk.RedrawAsync(UserId.Local, grid, new HashSet<int> { 5 }, "a blue circle", 7, new Reports(), CancellationToken.None);
        Assert.Equal(2, ended);
    }

    [Fact]
    public async Task What_cannot_be_drawn_is_refused_by_the_engine()
    {
        var grid = new CodeGrid([1, 2, 3], [0, 0, 0], null);
        await Assert.ThrowsAsync<GenerationException>(() => Desk.RedrawAsync(UserId.Local, grid, new HashSet<int> { 0 }, "", 1, new Reports(), CancellationToken.None));
    }

    [Fact]
    public async Task A_picture_that_is_not_there_is_not_seen() => Assert.Null(await Desk.SeeAsync(UserId.Local, PictureHash.Of([1, 2, 3]), CancellationToken.None));

    [Fact]
    public async Task Case49_a_picture_of_the_studio_is_only_its_users()
    {
        var pictures = new StudioPictures();
        var address = pictures.Add(new UserId(1), [1]);
        var id = Guid.Parse(address[(address.LastIndexOf('/') + 1)..]);
        Assert.NotNull(pictures.Find(new UserId(1), id));
        Assert.Null(pictures.Find(new UserId(2), id));
        for (var i = 0; i < 64; i++)
        {
            pictures.Add(new UserId(2), [2]);
        }

        Assert.Null(pictures.Find(new UserId(1), id));
        using var client = host.Client();
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"/studio/pictures/{Guid.NewGuid():N}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/studio/pictures/../../etc")).StatusCode);
    }

    private async Task<CodeGrid> SeeAsync(string example)
    {
        var taken = await host.Services.GetRequiredService<PictureIntake>().TakeAsync(UserId.Local, ExamplePictures.Find(example)!, PictureOrigin.Attached, CancellationToken.None);
        return (await Desk.SeeAsync(UserId.Local, taken.Hash, CancellationToken.None))!;
    }

    private sealed class Reports : IProgress<double>
    {
        public List<double> All { get; } = [];

        public void Report(double value) => All.Add(value);
    }
}
