using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Semblance.Workspace.Database.Migrations;

/// <summary>Accounts, keys and the ledger of credits.</summary>
[DbContext(typeof(WorkspaceContext))]
[Migration("202611240001_Accounts")]
internal sealed class M202611240001Accounts : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "accounts",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                name = table.Column<string>(maxLength: 200, nullable: false),
                created_at = table.Column<long>(nullable: false),
            },
            constraints: table => table.PrimaryKey("pk_accounts", row => row.id));
        migrationBuilder.CreateIndex("ix_accounts_name", "accounts", "name", unique: true);

        migrationBuilder.CreateTable(
            "api_keys",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                account_id = table.Column<Guid>(nullable: false),
                name = table.Column<string>(maxLength: 200, nullable: false),
                prefix = table.Column<string>(maxLength: 16, nullable: false),
                hash = table.Column<byte[]>(nullable: false),
                scopes = table.Column<int>(nullable: false),
                monthly_micros = table.Column<long>(nullable: true),
                created_at = table.Column<long>(nullable: false),
                revoked_at = table.Column<long>(nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_api_keys", row => row.id);
                table.ForeignKey("fk_api_keys_account_id", row => row.account_id, "accounts", "id", onDelete: ReferentialAction.Restrict);
            });
        migrationBuilder.CreateIndex("ix_api_keys_account_id", "api_keys", "account_id");
        migrationBuilder.CreateIndex("ix_api_keys_prefix", "api_keys", "prefix", unique: true);

        migrationBuilder.CreateTable(
            "credit_periods",
            table => new
            {
                key_id = table.Column<Guid>(nullable: false),
                month = table.Column<int>(nullable: false),
                settled_micros = table.Column<long>(nullable: false),
                reserved_micros = table.Column<long>(nullable: false),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_credit_periods", row => new { row.key_id, row.month });
                table.ForeignKey("fk_credit_periods_key_id", row => row.key_id, "api_keys", "id", onDelete: ReferentialAction.Restrict);
            });

        migrationBuilder.CreateTable(
            "credit_entries",
            table => new
            {
                id = table.Column<Guid>(nullable: false),
                key_id = table.Column<Guid>(nullable: false),
                month = table.Column<int>(nullable: false),
                micros = table.Column<long>(nullable: false),
                state = table.Column<int>(nullable: false),
                purpose = table.Column<string>(maxLength: 40, nullable: false),
                rows = table.Column<long>(nullable: false),
                node_id = table.Column<Guid>(nullable: false),
                expires_at = table.Column<long>(nullable: false),
                created_at = table.Column<long>(nullable: false),
                ended_at = table.Column<long>(nullable: true),
            },
            constraints: table =>
            {
                table.PrimaryKey("pk_credit_entries", row => row.id);
                table.ForeignKey("fk_credit_entries_key_id", row => row.key_id, "api_keys", "id", onDelete: ReferentialAction.Restrict);
            });
        migrationBuilder.CreateIndex("ix_credit_entries_key_id_month", "credit_entries", ["key_id", "month"]);
        migrationBuilder.CreateIndex("ix_credit_entries_state_expires_at", "credit_entries", ["state", "expires_at"]);
    }
}
