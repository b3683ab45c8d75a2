-- What was accepted: a reading that comes again with the same key is not accepted twice.
create table if not exists accepted (
  reading_key varchar(200) primary key,
  accepted_at timestamp with time zone not null
);

-- What is to be sent. A row leaves when its reading is confirmed.
create table if not exists outbox (
  id bigint generated always as identity primary key,
  reading_key varchar(200) not null,
  reading varchar(1000) not null,
  -- WAITING: to be sent; SENDING: handed to the modem; HELD: the outcome is unknown, and an operator decides
  state varchar(10) default 'WAITING' not null,
  attempts int default 0 not null,
  last_error varchar(500)
);

-- What the server has said, the newest value of each name.
create table if not exists command (
  name varchar(100) primary key,
  content varchar(500) not null,
  received_at timestamp with time zone not null
);
