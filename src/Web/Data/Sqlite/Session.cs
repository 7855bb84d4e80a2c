using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Chameleon.Web.Data.Sqlite;

/// <summary>
/// One connection and the statements prepared on it. Parameters are <c>$1</c>, <c>$2</c> … in the order given. Belongs
/// to one thread; only <see cref="Interrupt"/> may come from another.
/// </summary>
internal sealed class Session : IDisposable
{
    private const int MaxPrepared = 256;

    private readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);

    private Session(SqliteConnection connection) => Connection = connection;

    public SqliteConnection Connection { get; }

    /// <summary>Whether a transaction is under way; some failures end it by themselves.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(Connection.Handle) == 0;

    public static Session Open(string path, SqliteOpenMode mode, TimeSpan busyTimeout)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)busyTimeout.TotalSeconds),
        }.ToString());
        try
        {
            connection.Open();
            var session = new Session(connection);
            session.Execute($"PRAGMA busy_timeout = {(int)busyTimeout.TotalMilliseconds}");
            session.Execute("PRAGMA foreign_keys = ON");
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <returns>How many rows changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteNonQuery();

    /// <summary>Several statements at once, not kept prepared.</summary>
    public void Run(string script)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = script;
        using var reader = command.ExecuteReader();
        // Asked for one by one: disposing a reader runs what is left and says nothing of its errors.
        while (reader.NextResult())
        {
        }
    }

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values)
    {
        using var reader = Prepare(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    /// <summary>For statements of at most one row.</summary>
    /// <returns>The row, or the type's default.</returns>
    public T? First<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values)
    {
        using var reader = Prepare(sql, values).ExecuteReader();
        var first = reader.Read() ? map(reader) : default;
        // To its end: that is where a statement that changes rows and returns some is checked against foreign keys.
        while (reader.Read())
        {
        }

        return first;
    }

    /// <returns>The number in the first row and column; null when there is none.</returns>
    public long? Number(string sql, params ReadOnlySpan<object?> values) =>
        First(sql, static row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0), values);

    /// <summary>Ends the statement that runs, if one does, with an error.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(Connection.Handle);

    public void Dispose()
    {
        Forget();
        Connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object?> values)
    {
        if (!prepared.TryGetValue(sql, out var command))
        {
            if (prepared.Count == MaxPrepared)
            {
                Forget();
            }

            command = Connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${i + 1}" });
            }

            prepared.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }

    private void Forget()
    {
        foreach (var command in prepared.Values)
        {
            command.Dispose();
        }

        prepared.Clear();
    }
}
