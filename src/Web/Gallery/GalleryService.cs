using Chameleon.Web.Data;
using PictureStore = Chameleon.Web.Data.PictureStore;

namespace Chameleon.Web.Gallery;

/// <summary>What a person does with the gallery; every open page hears of it. What is gone already is passed over. Thread-safe.</summary>
/// <param name="pictures">Keeps them.</param>
/// <param name="boards">Where they are gathered.</param>
/// <param name="feed">Told what happens.</param>
internal sealed class GalleryService(PictureStore pictures, BoardStore boards, GalleryFeed feed)
{
    /// <summary>Gives pictures a star, or takes it.</summary>
    public Task StarAsync(UserId user, IEnumerable<PictureHash> chosen, bool starred) => ChangeAsync(user, pictures.StarAsync(user, chosen, starred));

    /// <summary>Takes pictures out of the gallery; they can be had back.</summary>
    public Task DeleteAsync(UserId user, IEnumerable<PictureHash> chosen) => ChangeAsync(user, pictures.DeleteAsync(user, chosen));

    /// <summary>Takes a deletion back.</summary>
    public Task RestoreAsync(UserId user, IEnumerable<PictureHash> chosen) => ChangeAsync(user, pictures.RestoreAsync(user, chosen));

    /// <summary>Puts pictures that were only attached to messages into the gallery.</summary>
    public Task KeepAsync(UserId user, IEnumerable<PictureHash> chosen) => ChangeAsync(user, pictures.KeepAsync(user, chosen));

    /// <summary>Makes a board of pictures.</summary>
    /// <exception cref="ArgumentException">No such name.</exception>
    public async Task<Board> CreateBoardAsync(UserId user, string name, IReadOnlyCollection<PictureHash> chosen)
    {
        var board = await boards.CreateAsync(user, name);
        await AddAsync(user, board.Id, chosen);
        return board;
    }

    /// <summary>Gives a board another name.</summary>
    /// <exception cref="ArgumentException">No such name.</exception>
    public Task RenameBoardAsync(UserId user, BoardId board, string name) => ChangeAsync(user, boards.RenameAsync(user, board, name));

    /// <summary>Removes a board; its pictures stay.</summary>
    public Task DeleteBoardAsync(UserId user, BoardId board) => ChangeAsync(user, boards.DeleteAsync(user, board));

    /// <summary>Puts pictures on a board.</summary>
    public Task AddAsync(UserId user, BoardId board, IEnumerable<PictureHash> chosen) => ChangeAsync(user, boards.AddAsync(user, board, chosen));

    /// <summary>Takes pictures off a board.</summary>
    public Task RemoveAsync(UserId user, BoardId board, IEnumerable<PictureHash> chosen) => ChangeAsync(user, boards.RemoveAsync(user, board, chosen));

    private async Task ChangeAsync(UserId user, Task change)
    {
        try
        {
            await change;
        }
        catch (KeyNotFoundException)
        {
            // A board that was removed on another page; whoever still sees it is told.
        }

        feed.Tell(user);
    }
}
