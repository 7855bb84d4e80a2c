using Chameleon.Engine.Imaging;
using Chameleon.Web.Data;

namespace Chameleon.Web.Tests.Data;

/// <summary>A data folder of a test's own, opened, with two users.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly TemporaryFolder? folder;

    private TestStore(TemporaryFolder? folder, string path, DataStore store, ManualTime time)
    {
        this.folder = folder;
        Path = path;
        Store = store;
        Time = time;
    }

    public static UserId Ann => UserId.Local;

    public UserId Bob { get; private set; }

    public string Path { get; }

    public ManualTime Time { get; }

    public DataStore Store { get; private set; }

    public ChatStore Chats => Store.Chats;

    public PictureStore Pictures => Store.Pictures;

    public static async Task<TestStore> OpenAsync(DataStoreOptions? options = null)
    {
        var folder = new TemporaryFolder();
        var store = await OpenAsync(folder.Path, options, folder);
        store.Bob = (await store.Store.Users.CreateAsync("bob", "hash"))!.Id;
        return store;
    }

    /// <summary>Opens a folder that is there already, and leaves it there.</summary>
    public static Task<TestStore> OpenAsync(string path) => OpenAsync(path, null, null);

    public async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = await DataStore.OpenAsync(Path, new DataStoreOptions { Time = Time });
    }

    public async Task<ConversationId> CreateAsync(string title = "Title") => (await Chats.CreateAsync(Ann, title)).Id;

    public async Task<StoredMessage> SayAsync(ConversationId conversation, MessageId? parent, string text, MessageRole role = MessageRole.User) =>
        await Chats.AddMessageAsync(Ann, conversation, parent, role, [new TextPart(text)]);

    public async Task<string[]> ShownAsync(ConversationId conversation) =>
        [.. (await Chats.ReadAsync(Ann, conversation, DataLimits.Page)).Messages.Select(static message => message.Text)];

    public Task<Picture> DrawAsync(string? prompt = null, PictureOrigin origin = PictureOrigin.Drawn, UserId? user = null, int shade = 0) =>
        Pictures.AddAsync(user ?? Ann, NewPicture(prompt, origin, shade));

    /// <summary>A picture whose file differs with the prompt and the shade.</summary>
    public static NewPicture NewPicture(string? prompt = null, PictureOrigin origin = PictureOrigin.Drawn, int shade = 0) => new()
    {
        File = Png(prompt, shade),
        Width = 2,
        Height = 3,
        Origin = origin,
        Prompt = prompt,
        Model = "chameleon-tiny",
        Seed = 7,
        SettingsJson = """{"temperature":0.7}""",
    };

    public static byte[] Png(string? prompt, int shade = 0)
    {
        var pixels = new byte[2 * 3 * 3];
        pixels[0] = (byte)shade;
        pixels[1] = (byte)(shade >> 8);
        return ImageEncoder.Png(new PixelImage(2, 3, pixels), prompt is null ? null : new Dictionary<string, string> { ["prompt"] = prompt });
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        folder?.Dispose();
    }

    private static async Task<TestStore> OpenAsync(string path, DataStoreOptions? options, TemporaryFolder? folder)
    {
        var time = new ManualTime();
        var store = await DataStore.OpenAsync(path, (options ?? new DataStoreOptions()) with { Time = time });
        return new TestStore(folder, path, store, time);
    }
}
